using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>--qmp: where the user speaks to a virtual machine's monitor, and where nobody may.</summary>
public sealed class QmpTests
{
    private const string Own = "/home/ada/run";

    [Fact]
    public void Its_path_is_canonical_and_what_is_relative_is_below_the_working_directory()
    {
        Machine machine = With(static f => f.Link("/home/ada/link", Own));
        machine.WorkingDirectory = "/home/ada";
        Assert.Equal(Own + "/qmp", Plan(machine, "/home/ada/link/qmp").QmpSocket);
        Assert.Equal(Own + "/qmp", Plan(machine, "run/qmp").QmpSocket);
        Assert.Equal(Own + "/qmp", Plan(machine, "~/run/qmp").QmpSocket);
        Assert.Null(machine.Plan(static p => p with { Backend = BackendKind.Vm }).QmpSocket);
    }

    [Theory]
    [InlineData(BackendKind.Native, "CS102 --qmp needs --backend vm, not --backend native")]
    [InlineData(BackendKind.Bubblewrap, "CS102 --qmp needs --backend vm, not --backend bubblewrap")]
    [InlineData(null, "CS102 --qmp needs --backend vm, not --backend auto")]
    public void Every_other_backend_refuses_it(BackendKind? backend, string words) =>
        Assert.StartsWith(words, Assert.Single(With().Refusals(p => p with { Backend = backend, Qmp = Own + "/qmp" })), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "CS102 --qmp needs a path: it is empty")]
    [InlineData("/", "CS104 --qmp /: there is no such directory")]
    [InlineData("/nowhere/qmp", "CS104 --qmp /nowhere/qmp: there is no such directory")]
    [InlineData("/etc/hosts/qmp", "CS104 --qmp /etc/hosts/qmp: there is no such directory")]
    [InlineData("/work/app/qmp", "CS104 --qmp /work/app/qmp: the sandbox sees /work/app")]
    [InlineData("/work/app/sub/qmp", "CS104 --qmp /work/app/sub/qmp: the sandbox sees /work/app")]
    [InlineData("/home/ada/to-project/qmp", "CS104 --qmp /home/ada/to-project/qmp: the sandbox sees /work/app")]
    [InlineData("/data/qmp", "CS104 --qmp /data/qmp: the sandbox sees /data")]
    [InlineData("/reference/qmp", "CS104 --qmp /reference/qmp: the sandbox sees /reference")]
    [InlineData("/srv/open/qmp", "CS104 --qmp /srv/open/qmp: everybody on this machine may replace")]
    public void Where_it_cannot_be_or_whoever_is_inside_could_reach_it_is_refused(string path, string words)
    {
        Machine machine = With(static f => f
            .Directories("/data", "/reference", "/work/app/sub").Link("/home/ada/to-project", "/work/app")
            .File("/etc/hosts").Add("/srv/open", PathKind.Directory, static e => e with { Mode = 0b111_111_111 }));
        Assert.StartsWith(words, Assert.Single(machine.Refusals(p => p with
        {
            Backend = BackendKind.Vm,
            Qmp = path,
            Paths = [new PathGrant("/data", true), new PathGrant("/reference", false)],
        })), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_of_everybody_s_in_which_nobody_removes_what_is_another_s_will_do() =>
        Assert.Equal("/tmp/qmp", Plan(With(static f => f.Add("/tmp", PathKind.Directory, static e => e with { Mode = 0b001_111_111_111 })), "/tmp/qmp").QmpSocket);

    [Fact]
    public void A_path_is_as_long_as_a_socket_s_may_be_and_not_a_byte_longer()
    {
        string directory = "/home/ada/" + new string('d', 50);
        Machine machine = With(f => f.Directories(directory));
        string longest = directory + "/" + new string('q', 107 - directory.Length - 1);
        Assert.Equal(longest, Plan(machine, longest).QmpSocket);
        Assert.Contains("too long for a socket", Assert.Single(machine.Refusals(p => p with { Backend = BackendKind.Vm, Qmp = longest + "q" })), StringComparison.Ordinal);
        Assert.Contains("too long for a socket", Assert.Single(machine.Refusals(p => p with { Backend = BackendKind.Vm, Qmp = "/home/ada/" + new string('q', 81) })), StringComparison.Ordinal);
    }

    private static LaunchPlan Plan(Machine machine, string path) => machine.Plan(p => p with { Backend = BackendKind.Vm, Qmp = path });

    private static Machine With(Action<FakeFiles>? more = null)
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories(Own);
        more?.Invoke(machine.Files);
        return machine;
    }
}
