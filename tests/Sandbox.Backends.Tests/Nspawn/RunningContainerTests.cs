using Sandbox.Backends.Nspawn;
using Sandbox.Linux.Processes;

namespace Sandbox.Backends.Tests.Nspawn;

/// <summary>Root attaches mounts to what it takes for a container, so what a user has made up must not be taken for one.</summary>
public sealed class RunningContainerTests
{
    // A process that keeps a pipe, its child by the name of the manager, and that one's child: number 1 of a PID namespace, with mounts of its own and the pipe at 5.
    private const string Tree = "exec 5< <(exec sleep 600); exec 6<&5; unshare $1 -- \"$2\" -c 'sleep 600 & echo up; wait'";

    [TheoryWithin(30), ClassData(typeof(IdentityData))]
    public void Only_root_can_run_what_is_taken_for_the_manager(Identity identity)
    {
        TestHost.RequireRoot();
        using TempDirectory directory = TempDirectory.CreateFor(identity);
        using LiveProcess owner = Start(identity, directory, "systemd-nspawn", identity.UserId == 0 ? "-pm" : "-Urpm");

        using OtherProcess? found = RunningContainer.Init(owner.Id, out uint uid, out _);

        // The control: the same tree of root's is taken.
        Assert.Equal(identity.UserId == 0, found is not null);
        Assert.Equal(0U, uid);
    }

    [FactWithin(30)]
    public void Neither_another_program_nor_somebody_elses_container_nor_one_among_the_hosts_mounts_is_taken()
    {
        TestHost.RequireRoot();
        using TempDirectory directory = TempDirectory.CreateFor(Identity.Root);
        using LiveProcess other = Start(Identity.Root, directory, "other", "-pm");
        using LiveProcess shared = Start(Identity.Root, directory, "systemd-nspawn", "-p");
        using LiveProcess container = Start(Identity.Root, directory, "systemd-nspawn", "-pm");
        using LiveProcess stranger = ProcessRun.Start(new ProcessRequest("/bin/bash", "-c", "exec 5< <(exec sleep 600); echo up; sleep 600"));
        stranger.WaitForOutput("up");

        Assert.All(new[] { other, shared, stranger }, static p => Assert.Null(RunningContainer.Init(p.Id, out _, out _)));
        using OtherProcess? found = RunningContainer.Init(container.Id, out _, out _);
        Assert.NotNull(found);
    }

    private static LiveProcess Start(Identity identity, TempDirectory directory, string name, string namespaces)
    {
        string program = directory.At(name);
        if (!File.Exists(program))
        {
            File.Copy("/bin/dash", program);
            File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        }

        LiveProcess process = ProcessRun.Start(identity.Wrap(new ProcessRequest("/bin/bash", "-c", Tree, "bash", namespaces, program)));
        process.WaitForOutput("up");
        return process;
    }
}
