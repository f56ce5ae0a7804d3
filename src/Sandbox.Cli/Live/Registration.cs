using Sandbox.Backends.Native;
using Sandbox.Cli.Egress;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Linux.Files;
using Sandbox.Sessions.Live;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Live;

/// <summary>The launcher as the owner of a sandbox that others can join: it answers them, and leaves it to a successor when it has to go first.</summary>
/// <param name="facts">Say where the registry is.</param>
/// <param name="messages">Where the user reads that there is no successor.</param>
internal sealed class Registration(HostFacts facts, Messages messages) : ISupervisor, IDisposable
{
    private readonly RunDirectory _run = RunDirectory.Open(facts);
    private LiveEntry? _entry;
    private LiveServer? _server;
    private Lazy<LiveRecord>? _live;
    private EgressSetup? _setup;
    private SandboxEgress? _egress;
    private bool _isHandedOver;

    /// <summary>What holds the sandbox's control groups, for the successor.</summary>
    public Descriptor? Groups { get; set; }

    public Descriptor Listener => _entry!.Listener;

    /// <summary>The project's entry becomes this one's, or there is a connection to whoever has it.</summary>
    public LiveClaim Claim(string project)
    {
        LiveClaim claim = LiveEntry.Claim(_run, ProjectKey.Of(project));
        _entry = claim.Entry;
        if (_entry is not null)
        {
            _ = LiveEntry.Sweep(_run);
            SayAbove(project);
        }

        return claim;
    }

    // Somebody may have meant that one.
    private void SayAbove(string project)
    {
        for (string path = Paths.Parent(project); path.Length > 1; path = Paths.Parent(path))
        {
            if (LiveEntry.IsThere(_run, ProjectKey.Of(path)))
            {
                string shown = PrintableText.Escape(path);
                messages.Notice($"a sandbox of {shown} is running, and this is another one, which sees {PrintableText.Escape(project)} alone: name {shown} to join it");
                return;
            }
        }
    }

    /// <summary>What is registered. Whoever knocks before the sandbox runs waits.</summary>
    /// <param name="live">The sandbox; put together when somebody asks, because most often nobody does.</param>
    /// <param name="setup">Of its network, when that is captured.</param>
    /// <param name="egress">Serves it.</param>
    public void Describe(Lazy<LiveRecord> live, EgressSetup? setup, SandboxEgress? egress) => (_live, _setup, _egress) = (live, setup, egress);

    public void Answer(LiveControl control) => (_server ??= new LiveServer(_live!.Value, Listener)).Answer(control);

    public bool HandOver(RunningSandbox sandbox)
    {
        IReadOnlyList<string> names = _egress?.Release() ?? [];
        try
        {
            Succession.Start(sandbox, _entry!, _live!.Value, _setup, names, Groups, facts.Environment);
            _isHandedOver = true;
            return true;
        }
        catch (IOException e)
        {
            messages.Error(new SandboxException(
                ErrorCode.Installation, $"nobody takes over the sandbox, so this stays until its last session has ended: {PrintableText.Escape(e.Message)}", e));
            return false;
        }
    }

    public void Dispose()
    {
        if (_isHandedOver)
        {
            _entry?.Close();
        }
        else
        {
            _entry?.Dispose();
        }

        _run.Dispose();
    }
}
