using System.Globalization;
using System.Text;

namespace Sandbox.Integration.Tests;

/// <summary>A credential that nobody owns, the places where the user has it, and searches for it.</summary>
public sealed class Canary
{
    /// <summary>Says on stdout where inside a sandbox the text is that is put together of its first two arguments; itself left out.</summary>
    public const string Search =
        """
        import os, sys
        needle = (sys.argv[1] + sys.argv[2]).encode()
        me = str(os.getpid())
        def look(name, data):
            if needle in data:
                print('FOUND', name, flush=True)
        def read(path):
            try:
                f = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
            except OSError:
                return b''
            try:
                parts = []
                while len(parts) < 64 and (part := os.read(f, 1 << 20)):
                    parts.append(part)
                return b''.join(parts)
            except OSError:
                return b''
            finally:
                os.close(f)
        look('own environment', '\n'.join(f'{k}={v}' for k, v in os.environ.items()).encode())
        for top, directories, files in os.walk('/'):
            if top == '/':
                directories[:] = [d for d in directories if d not in ('proc', 'sys', 'usr')]
            for name in files:
                path = os.path.join(top, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    look(path, read(path))
        for top, directories, files in os.walk('/proc'):
            if top == '/proc':
                directories[:] = [d for d in directories if d.isdigit() and d != me]
            elif os.path.basename(top) == 'task' or top.count('/') > 4:
                directories[:] = []
            for name in files:
                if name not in ('mem', 'kmsg', 'pagemap', 'kcore', 'kpageflags', 'kpagecount', 'clear_refs'):
                    look(os.path.join(top, name), read(os.path.join(top, name)))
        for process in os.listdir('/proc'):
            if process.isdigit() and process != me:
                try:
                    with open(f'/proc/{process}/maps') as maps, open(f'/proc/{process}/mem', 'rb', 0) as memory:
                        for line in maps:
                            area, mode = line.split()[:2]
                            start, end = (int(n, 16) for n in area.split('-'))
                            if mode.startswith('rw') and end - start < 1 << 28:
                                try:
                                    memory.seek(start)
                                    look(f'memory of {process}', memory.read(end - start))
                                except OSError:
                                    pass
                except OSError:
                    pass
        """;

    private const string Word = "CANARY";
    private readonly string _rest = string.Create(CultureInfo.InvariantCulture, $"{Guid.NewGuid():N}{Guid.NewGuid():N}");

    /// <summary>What is searched for.</summary>
    public string Text => Word + _rest;

    /// <summary>The token: 108 characters like a real one.</summary>
    public string Token => $"sk-ant-oat01-{Text}-{new string('x', 24)}";

    /// <summary>Text and its two halves as the arguments of <see cref="Search"/>, so that no command line holds it.</summary>
    public string Halves => $"{Word} {_rest}";

    /// <summary>In the user's environment, where nothing else is then asked.</summary>
    public void PutInEnvironment(Workspace workspace)
    {
        Forget(workspace);
        workspace.Environment["CLAUDE_CODE_OAUTH_TOKEN"] = Token;
    }

    /// <summary>In the agent's login file, with a token to renew it that is as secret.</summary>
    public string PutInLoginFile(Workspace workspace)
    {
        Forget(workspace);
        long expiry = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();
        return workspace.Write(
            workspace.At("home", ".claude", ".credentials.json"),
            string.Create(CultureInfo.InvariantCulture, $$$"""{"claudeAiOauth":{"accessToken":"{{{Token}}}","refreshToken":"sk-ant-ort01-{{{Text}}}","expiresAt":{{{expiry}}},"scopes":["user:inference"]}}"""));
    }

    /// <summary>Files below the workspace that hold it, apart from those that the user put it in.</summary>
    public IEnumerable<string> FilesOf(Workspace workspace)
    {
        byte[] needle = Encoding.UTF8.GetBytes(Text);
        EnumerationOptions all = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        return Directory.EnumerateFiles(workspace.Root, "*", all)
            .Where(static f => !f.EndsWith("/socket", StringComparison.Ordinal))
            .Where(f => !f.StartsWith(workspace.At("bin"), StringComparison.Ordinal) && f != workspace.At("home", ".claude", ".credentials.json"))
            .Where(f => File.ReadAllBytes(f).AsSpan().IndexOf(needle) >= 0);
    }

    private static void Forget(Workspace workspace)
    {
        foreach (string name in new[] { "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN" })
        {
            _ = workspace.Environment.Remove(name);
        }
    }
}
