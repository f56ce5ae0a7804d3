using Sandbox.Backends.Native;
using Sandbox.Cli.Output;
using Sandbox.Linux.Files;
using Sandbox.Sessions.Git;

namespace Sandbox.Cli.Hosting;

/// <summary>Keeps the host's repository in step while the sandbox runs.</summary>
/// <param name="session">The private git directory.</param>
/// <param name="messages">Told once what cannot be brought in step.</param>
internal sealed class GitWatch(GitSession session, Messages messages) : ILiveWatch, IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    private GitEvents? _events;
    private string? _said;

    public TimeSpan Delay => TimeSpan.FromMilliseconds(40);

    public TimeSpan? Again => session.IsWaiting ? Soon : null;

    public Descriptor? Begin()
    {
        _events = GitEvents.Create(session);
        return _events?.Descriptor;
    }

    public bool Look()
    {
        bool isSafe = _events?.Take(messages.Warning) ?? true;
        if (session.Publish() is { } problem && problem != _said)
        {
            _said = problem;
            messages.Warning($"{problem}: not overwritten; what is inside is kept when the sandbox ends");
        }

        return isSafe;
    }

    public void Dispose() => _events?.Dispose();
}
