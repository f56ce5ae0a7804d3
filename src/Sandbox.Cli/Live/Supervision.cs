using System.Globalization;
using Sandbox.Backends.Native;
using Sandbox.Cli.Egress;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Sandbox.Linux.Files;
using Sandbox.Sessions.Cgroups;
using Sandbox.Sessions.Git;
using Sandbox.Sessions.Live;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Live;

/// <summary>The owner of a sandbox after its launcher: answers, serves its network, and clears up when the last session has ended.</summary>
internal static class Supervision
{
    // Milliseconds.
    private const long Patience = 5000;
    private const int Pause = 10;

    /// <summary>Takes over what <see cref="Succession"/> gave and returns when the sandbox has ended.</summary>
    public static void Run(HostFacts facts, Messages messages)
    {
        SupervisedState state = Read();
        using Descriptor status = new(Succession.Status);
        using Descriptor liveness = new(Succession.Liveness);
        using Descriptor control = new(Succession.Control);
        using RunDirectory run = RunDirectory.Open(facts);
        SocketControl live = new(control);
        string stateRoot = XdgDirectories.State(facts);
        using Descriptor held = new(Succession.Lock);
        using Descriptor listener = new(Succession.Listener);
        using Descriptor groups = new(Succession.Groups);
        using (LiveEntry entry = LiveEntry.Inherit(run, state.Live.Id, held, listener))
        {
            using SandboxSockets? sockets = state.Roles.Count == 0 ? null : SandboxSockets.Inherit(live, Lent(state.Roles), state.WeakerReason.Length == 0 ? null : state.WeakerReason);
            using SandboxEgress? egress = sockets is null ? null : new SandboxEgress(Setup(state, facts, messages), facts, ProjectState.Open(stateRoot, state.Live.Project), messages);
            using IDisposable? serving = sockets is null ? null : egress!.Serve(sockets);
            using GitSession? git = GitSession.Continue(Paths.Join(ProjectState.PathOf(stateRoot, state.Live.Project), "git"));
            using GitWatch? watch = git is null ? null : new GitWatch(git, messages);
            using (Descriptor ready = new(Succession.Ready))
            {
                ready.WriteAll([1]);
            }

            LiveServer server = new(state.Live, entry.Listener);
            LiveWatching? watching = watch is null ? null : new LiveWatching(watch, liveness.Dispose);
            Span<byte> buffer = stackalloc byte[4096];
            while (true)
            {
                (bool isTold, bool isAsked) = LiveWatching.Wait(watching, status, entry.Listener);
                if (isAsked)
                {
                    server.Answer(live);
                }

                if (isTold && status.Read(buffer) == 0)
                {
                    break;
                }
            }

            _ = git?.End();
        }

        // PID 1 holds the journal until the kernel has put it away, a moment after its status pipe closes.
        string journals = Paths.Join(ProjectState.PathOf(stateRoot, state.Live.Project), "live");
        long end = Environment.TickCount64 + Patience;
        PlaceholderJournal.SweepAll(stateRoot);
        while (Directory.Exists(journals) && Directory.EnumerateFiles(journals, "*.placeholders").Any() && Environment.TickCount64 < end)
        {
            Thread.Sleep(Pause);
            PlaceholderJournal.SweepAll(stateRoot);
        }

        groups.Dispose();
        CgroupSweep.All(stateRoot);
    }

    /// <exception cref="SandboxException">CS101: somebody else than this program started this.</exception>
    private static SupervisedState Read()
    {
        using Descriptor memory = new(Succession.State);
        try
        {
            if (FileStatus.TryGet(memory, out FileStatus status) == 0 && status.IsRegular)
            {
                return SupervisedState.Read(new FieldReader(File.ReadAllBytes(memory.Path)));
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // As if there were none.
        }

        throw new SandboxException(ErrorCode.Usage, "supervise is started by this program itself, when a sandbox outlives its launcher: use enter, list or stop");
    }

    private static List<(int Role, Descriptor Descriptor)> Lent(IReadOnlyList<string> roles) =>
        [.. roles.Select(static (r, i) => (int.Parse(r, CultureInfo.InvariantCulture), new Descriptor(Succession.Sockets + i)))];

    private static EgressSetup Setup(SupervisedState state, HostFacts facts, Messages messages)
    {
        Findings findings = new();
        NetworkRules rules = RulesFile.Rules(state.Egress, facts, findings);
        List<PublishRule> published = [];
        foreach (string text in state.Egress.Publish.Distinct(StringComparer.Ordinal))
        {
            if (PublishRule.TryParse(text, out PublishRule? rule, out _))
            {
                published.Add(rule);
            }
        }

        // The rules were read once already. A file of them that has become unreadable since allows nothing until it is readable again.
        return new EgressSetup
        {
            Rules = findings.Any ? NetworkRules.Nothing : rules,
            Policy = state.Egress,
            RulesFile = state.Egress.RulesFile,
            Published = published,
            Keys = state.Keys,
            GitHub = state.GitHub,
            KnownNames = state.Names,
        };
    }
}
