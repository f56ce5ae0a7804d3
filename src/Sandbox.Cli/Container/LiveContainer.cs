using System.Globalization;
using Sandbox.Backends.Nspawn;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Live;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Users;
using Sandbox.Sessions.Live;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Container;

/// <summary>A container that is running for a project.</summary>
internal static class LiveContainer
{
    private const int Longest = 2048;

    /// <exception cref="SandboxException">CS505: nothing runs for the project; CS306: what runs is no container.</exception>
    public static void Check(HostFacts facts, string project)
    {
        LiveStatus status = LiveSandboxes.Find(facts, project) ?? throw Gone(project);
        if (!string.Equals(status.Backend, BackendKind.Nspawn.Word(), StringComparison.Ordinal))
        {
            throw new SandboxException(ErrorCode.Backend, $"the sandbox of {PrintableText.Escape(project)} is of the {status.Backend} backend, which nothing can be attached to: end it and start it again with --ro or --rw");
        }
    }

    /// <summary>With root's rights: the owner tells PID 1 to expect it, the executor does it.</summary>
    /// <exception cref="SandboxException">It cannot be found or attached.</exception>
    public static void Attach(HostFacts facts, BindRequest request, string executor)
    {
        using RunDirectory run = RunDirectory.Open(facts);
        using Descriptor owner = LiveEntry.Connect(run, ProjectKey.Of(request.Project)) ?? throw Gone(request.Project);
        int keeper = (int)(Linux.Sockets.LocalSocket.Peer(owner)?.Pid ?? throw Gone(request.Project));
        using OtherProcess first = Init(keeper, out uint uid, out uint gid) ?? throw new SandboxException(
            ErrorCode.SandboxGone, $"process {keeper} says that it keeps the container, but no systemd-nspawn of root's belongs to it: end it and start it again with --ro or --rw");
        if (LiveCall.Ask(owner, LiveCall.Say(LiveWords.Bind)) is not (LiveWords.Bind, _))
        {
            throw new SandboxException(ErrorCode.SandboxGone, "the container ended before anything could be attached");
        }

        // The end of the connection tells the owner that it is done.
        Start(executor, [executor, "attach", request.Source, request.Target, request.Writable ? "rw" : "ro", Number(facts.Uid), Number(facts.Gid), Number(uid), Number(gid)], first);
    }

    private static void Start(string executor, IReadOnlyList<string> arguments, OtherProcess first)
    {
        using Descriptor messages = Descriptor.Memory("attach-messages");
        SpawnedProcess child;
        using (RootRights? root = RootRights.Lend())
        {
            child = Spawn.Start(executor, arguments, [], [(first.Handle, 3), (messages, 2)]);
        }

        using (child)
        {
            if (child.Wait() != 0)
            {
                throw new SandboxException(ErrorCode.ExecutorStep, $"{Said(messages)}: the container is as it was");
            }
        }
    }

    private static string Said(Descriptor messages)
    {
        string line = messages.Text(Longest).Trim();
        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        return PrintableText.Escape(colon < 0 ? "the path could not be attached" : line[(colon + 2)..]);
    }

    private static OtherProcess? Init(int owner, out uint uid, out uint gid)
    {
        using RootRights? root = RootRights.Borrow();
        return RunningContainer.Init(owner, out uid, out gid);
    }

    private static string Number(uint value) => value.ToString(CultureInfo.InvariantCulture);

    private static SandboxException Gone(string project) => new(
        ErrorCode.NotRunning, $"no container is running for {PrintableText.Escape(project)}: start one with `{CalledName.Container} {PrintableText.Escape(project)}`");
}
