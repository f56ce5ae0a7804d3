using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Linux.Files;
using Sandbox.Linux.Sockets;
using Sandbox.Sessions.Live;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Live;

/// <summary>What runs, as its owners tell it.</summary>
internal static class LiveSandboxes
{
    /// <summary>Every live one by id; what dead owners left is removed.</summary>
    public static IReadOnlyList<LiveStatus> All(HostFacts facts)
    {
        using RunDirectory run = RunDirectory.Open(facts);
        List<LiveStatus> found = [];
        foreach (string id in LiveEntry.Sweep(run))
        {
            using Descriptor? connection = LiveEntry.Connect(run, id);
            if (connection is not null && Ask(connection, id) is { } status)
            {
                found.Add(status);
            }
        }

        return found;
    }

    /// <summary>The one of a project, or null.</summary>
    /// <exception cref="SandboxException">CS502: the entry of that name is another project's.</exception>
    public static LiveStatus? Find(HostFacts facts, string project)
    {
        using RunDirectory run = RunDirectory.Open(facts);
        _ = LiveEntry.Sweep(run);
        string id = ProjectKey.Of(project);
        using Descriptor? connection = LiveEntry.Connect(run, id);
        LiveStatus? status = connection is null ? null : Ask(connection, id);
        if (status?.Project is { } other && !string.Equals(other, project, StringComparison.Ordinal))
        {
            throw Collision(other, project);
        }

        return status;
    }

    public static SandboxException Collision(string running, string project) => new(
        ErrorCode.StateCollision,
        $"the running sandbox {ProjectKey.Of(project)} is of {PrintableText.Escape(running)}, not of {PrintableText.Escape(project)} (hash collision): rename one of the two projects");

    /// <summary>Null when it ended meanwhile.</summary>
    private static LiveStatus? Ask(Descriptor connection, string id)
    {
        try
        {
            return LiveCall.Ask(connection, LiveCall.Say(LiveWords.Status)) switch
            {
                (LiveWords.Status, FieldReader fields) => LiveStatus.Read(fields),
                null => null,
                _ => Silent(connection, id),
            };
        }
        catch (Exception e) when (e is InvalidDataException or SandboxException { Code: ErrorCode.Unanswered })
        {
            return Silent(connection, id);
        }
    }

    private static LiveStatus Silent(Descriptor connection, string id) => new() { Id = id, Owner = LocalSocket.Peer(connection)?.Pid ?? 0 };
}
