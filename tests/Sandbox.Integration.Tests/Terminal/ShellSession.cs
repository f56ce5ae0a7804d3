namespace Sandbox.Integration.Tests;

/// <summary>A user's interactive shell on a real terminal, in the project.</summary>
public sealed class ShellSession : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private const string Prompt = "prompt>";

    private readonly TmuxSession _session;

    public ShellSession(Workspace workspace, string shell, params string[] arguments)
    {
        ProcessRequest request = workspace.Plain(shell, arguments).WithVariable("PS1", Prompt + " ").WithVariable("sandbox", workspace.Program);
        _session = TmuxSession.Start(new TmuxOptions { Program = request, Identity = workspace.Identity });
        try
        {
            _ = _session.WaitFor(Prompt, Patience);
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    public int Id => _session.ProcessId;

    public string Device => _session.Device;

    /// <summary>Types a line and Enter. Its own echo is on the screen too: wait for what only the answer has.</summary>
    public void Type(string line)
    {
        _session.SendText(line);
        _session.SendKeys("Enter");
    }

    public void Press(params string[] keys) => _session.SendKeys(keys);

    public string WaitFor(string text) => _session.WaitFor(text, Patience);

    public string Screen => _session.CaptureAll();

    public void Resize(int columns, int rows) => _session.Resize(columns, rows);

    public void Dispose() => _session.Dispose();
}
