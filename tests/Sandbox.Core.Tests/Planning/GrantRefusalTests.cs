using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>--ro and --rw: what is refused, however it is spelled.</summary>
public sealed class GrantRefusalTests
{
    [Theory]
    [InlineData("/nowhere", "no such file or directory")]
    [InlineData("/nowhere/below", "no such file or directory")]
    [InlineData("/usr/bin/true/below", "no such file or directory")]
    [InlineData("/locked/inside", "permission denied")]
    public void What_cannot_be_looked_at_is_refused(string path, string reason)
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories("/locked/inside");
        machine.Files.Change("/locked", e => e with { Enterable = false });
        Assert.Equal($"CS104 --ro {path}: {reason}", machine.Refusal("--ro", path));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("//")]
    [InlineData("/usr/..")]
    [InlineData("/etc")]
    [InlineData("/etc/")]
    [InlineData("/proc")]
    [InlineData("/sys")]
    [InlineData("/dev/.")]
    [InlineData("/run")]
    [InlineData("/tmp")]
    [InlineData("/var")]
    [InlineData("/home")]
    [InlineData("/link-to-etc")]
    public void Whole_system_trees_are_refused(string path)
    {
        Machine machine = Machines.Debian();
        machine.Files.Link("/link-to-etc", "/etc");
        Assert.Contains("refusing to share all of /", machine.Refusal("--ro", path), StringComparison.Ordinal);
        Assert.Contains("refusing to share all of /", machine.Refusal("--rw", path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/usr")]
    [InlineData("/bin")]
    [InlineData("/lib")]
    [InlineData("/opt")]
    [InlineData("/boot")]
    public void Programs_of_the_host_may_be_shared_but_not_for_writing(string path)
    {
        Assert.Contains("the host runs what is in it", Machines.Debian().Refusal("--rw", path), StringComparison.Ordinal);
        Assert.NotNull(Machines.Debian().Plan("--ro", path));
    }

    [Theory]
    [InlineData("/home/ada")]
    [InlineData("~")]
    [InlineData("~/")]
    [InlineData("/home/ada/.config/..")]
    [InlineData("/link-home")]
    public void The_whole_home_directory_is_refused(string path)
    {
        Machine machine = Machines.Debian();
        machine.Files.Link("/link-home", Machine.Home).Directories(Machine.Home + "/.config");
        Assert.Contains("refusing to share the whole home directory", machine.Refusal("--ro", path), StringComparison.Ordinal);
    }

    [Fact]
    public void What_holds_the_home_directory_is_refused()
    {
        Machine machine = new() { HomeDirectory = "/data/people/ada" };
        machine.Files.Directories("/data/people/ada", Machine.Project);
        Assert.Contains("whole home directory", machine.Refusal("--ro", "/data"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_is_refused_because_read_only_means_nothing_to_it()
    {
        Machine machine = Machines.Debian();
        machine.Files.Socket("/run/docker.sock").Link("/data/sock", "/run/docker.sock");
        Assert.Contains("is a socket", machine.Refusal("--ro", "/run/docker.sock"), StringComparison.Ordinal);
        Assert.Contains("is a socket", machine.Refusal("--rw", "/data/sock"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/run/user/1000", "/run/user/1000/bus")]
    [InlineData("/run/user", "/run/user/1000/bus")]
    [InlineData("/data/run", "/data/run/keyring/ssh")]
    [InlineData("/data/agents", "/data/agents/1")]
    public void A_directory_with_a_services_socket_in_it_is_refused_and_its_neighbours_are_not(string shared, string socket)
    {
        Machine machine = Machines.Debian();
        machine.Files.Socket(socket).Directories($"{shared}/neighbour");
        machine.Environment["XDG_RUNTIME_DIR"] = "/data/run";
        machine.Environment["SSH_AUTH_SOCK"] = "/data/agents/1";
        Assert.Contains($"{socket} is in it", machine.Refusal("--ro", shared), StringComparison.Ordinal);
        Assert.Contains($"{socket} is in it", machine.Refusal("--rw", shared), StringComparison.Ordinal);
        Assert.NotNull(machine.Plan("--ro", $"{shared}/neighbour"));
    }

    [Fact]
    public void An_empty_path_is_refused() => Assert.Equal("CS102 --ro needs a path: it is empty", Machines.Debian().Refusal("--ro", string.Empty));

    [Fact]
    public void A_link_that_leads_in_a_circle_is_refused()
    {
        Machine machine = Machines.Debian();
        machine.Files.Link("/a", "/b").Link("/b", "/a");
        Assert.Equal("CS104 --ro /a: no such file or directory", machine.Refusal("--ro", "/a"));
    }

    [Fact]
    public void Control_characters_of_a_path_do_not_reach_the_terminal() =>
        Assert.Equal("CS104 --ro /x\\u001b]0;y\\u0007: no such file or directory", Machines.Debian().Refusal("--ro", "/x\u001b]0;y\u0007"));
}
