using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Container;

/// <summary>
/// The command line of sudo and the environment that goes through it: named variables and no others, so that nothing that changes how a program of root's
/// runs gets there, and no value on a command line, where everybody could read it. Pure.
/// </summary>
internal static class SudoCommand
{
    /// <summary>Terminal and language, where files are, the agent's own, what can be forwarded, and our settings.</summary>
    private static readonly string[] Names =
    [
        "COLORTERM", "CLICOLOR_FORCE", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "EDITOR", "GH_TOKEN", "GITHUB_TOKEN", "HTTPS_PROXY", "HTTP_PROXY", "LANG", "LANGUAGE", "NO_COLOR", "NO_PROXY",
        "PULSE_SERVER", "SSH_AUTH_SOCK", "TERM", "TZ", "VISUAL", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME",
        "https_proxy", "http_proxy", "no_proxy",
    ];

    private static readonly string[] Prefixes = ["ANTHROPIC_", "CLAUDE_", "LC_"];

    /// <param name="program">Absolute path of claude-sandbox.</param>
    /// <param name="words">Its command line without argv[0].</param>
    /// <param name="environment">The caller's.</param>
    /// <returns>argv of sudo, argv[0] included, and its environment.</returns>
    public static (IReadOnlyList<string> Arguments, IReadOnlyList<string> Environment) Of(
        string program, IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment)
    {
        SortedDictionary<string, string> kept = new(StringComparer.Ordinal);
        foreach ((string name, string value) in environment)
        {
            if (IsKept(name) || IsNamed(words, name))
            {
                kept[name] = value;
            }
        }

        if (environment.TryGetValue("PATH", out string? path))
        {
            kept[SudoUser.PathVariable] = path;
        }

        kept[CalledName.Variable] = BackendKind.Nspawn.Word();
        return (
            ["sudo", $"--preserve-env={string.Join(',', kept.Keys)}", "--", program, .. words],
            [.. kept.Select(static v => $"{v.Key}={v.Value}"), "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]);
    }

    private static bool IsKept(string name) =>
        !name.StartsWith("CLAUDE_SANDBOX_HELD_", StringComparison.Ordinal) && IsPlain(name) &&
        (Names.Contains(name, StringComparer.Ordinal) || Prefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal)));

    // --env NAME passes the caller's value: it has to get as far as that.
    private static bool IsNamed(IReadOnlyList<string> words, string name) => IsPlain(name) && !IsDangerous(name) && RawArguments.Says(words, "--env", name);

    // sudo itself refuses some of these; what it lets through must not depend on how it was built.
    private static bool IsDangerous(string name) =>
        name is "PATH" or "IFS" or "ENV" or "BASH_ENV" or "SHELLOPTS" or "HOME" or "USER" or "LOGNAME" or "SHELL" ||
        name.StartsWith("LD_", StringComparison.Ordinal) || name.StartsWith("DOTNET_", StringComparison.Ordinal) || name.StartsWith("SUDO_", StringComparison.Ordinal);

    // A name with a comma would be two.
    private static bool IsPlain(string name) => name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
