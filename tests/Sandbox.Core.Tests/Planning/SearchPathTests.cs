using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>PATH inside, and where a command is looked for.</summary>
public sealed class SearchPathTests
{
    private const string Usual = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    [Fact]
    public void Directories_of_the_caller_s_PATH_count_as_far_as_they_are_visible()
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories("/opt/tool/bin", "/data/bin");
        machine.Environment["PATH"] = "/usr/games:/opt/tool/bin:/home/ada/bin:/data/bin:/bin:relative::.";
        Assert.Equal($"/home/ada/.local/bin:/usr/games:/data/bin:/bin:{Usual[..Usual.LastIndexOf(':')]}", Path(machine.Plan("--ro", "/data/bin")));
    }

    [Theory]
    [InlineData("/work/app/bin")]
    [InlineData("/work/app")]
    [InlineData("/work//app/bin")]
    [InlineData("/work/./app/bin/")]
    [InlineData("/usr/../work/app/bin")]
    public void The_project_is_never_on_PATH(string directory)
    {
        Machine machine = Machines.Debian();
        machine.Environment["PATH"] = directory;
        Assert.Equal("/home/ada/.local/bin:" + Usual, Path(machine.Plan()));
    }

    [Fact]
    public void A_profile_outside_counts_as_the_store_directory_that_it_leads_to()
    {
        Machine machine = Machines.NixOs();
        machine.Files.Link("/nix/store/bbbb-profile/sw", "/nix/store/bbbb-profile").Link("/home/ada/.nix-profile", "/work/app");
        machine.Environment["PATH"] = "/run/current-system/sw/bin:/home/ada/.nix-profile/src";
        Assert.Equal("/home/ada/.local/bin:/nix/store/bbbb-profile/bin:" + Usual, Path(machine.Plan()));
    }

    [Fact]
    public void A_colon_in_the_home_directory_does_not_put_a_relative_directory_on_PATH()
    {
        Machine machine = new() { HomeDirectory = "/home/a:b" };
        machine.Files.Directories("/home/a:b", Machine.Project);
        Assert.Equal(Usual, Path(machine.Plan()));
    }

    [Fact]
    public void A_directory_that_the_private_home_hides_does_not_count()
    {
        Machine machine = new() { HomeDirectory = "/usr/home/ada" };
        machine.Files.Directories("/usr/bin", "/usr/home/ada/bin", Machine.Project);
        machine.Environment["PATH"] = "/usr/home/ada/bin";
        Assert.Equal("/usr/home/ada/.local/bin:" + Usual, Path(machine.Plan()));
    }

    [Fact]
    public void An_agent_in_a_hidden_directory_of_a_visible_tree_is_shown()
    {
        Machine machine = new() { HomeDirectory = "/usr/home/ada" };
        machine.Files.Directories("/usr/bin", "/usr/home/ada/agent", Machine.Project);
        AgentLaunch agent = new() { Command = "/usr/home/ada/agent/run", VisibleDirectories = ["/usr/home/ada/agent", "/usr/bin"] };
        Assert.Equal(["/usr/home/ada/agent"], machine.Plan(invocation: new RunAgent(agent, [])).Mounts.Where(m => m.Reason == "agent").Select(m => m.Target));
    }

    [Fact]
    public void A_bare_name_is_looked_up_along_PATH_and_a_path_is_not()
    {
        Machine machine = Machines.Debian();
        LaunchPlan bare = machine.Plan(p => Words.Apply(p, "--env", "PATH=/a:/b/::"), new RunCommand(["make", "-j"], null));
        Assert.Equal(["/a/make", "/b/make", "./make", "./make"], bare.ExecutableCandidates);
        Assert.Equal(["make", "-j"], bare.Arguments);
        Assert.Equal(["./make"], machine.Plan(invocation: new RunCommand(["./make"], null)).ExecutableCandidates);
    }

    [Fact]
    public void A_command_without_a_name_is_not_found() =>
        Assert.StartsWith(
            "'': command not found",
            Assert.Throws<Core.Diagnostics.SandboxException>(() => Machines.Debian().Plan(invocation: new RunCommand([string.Empty], null))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void An_agent_s_own_arguments_come_first()
    {
        AgentLaunch agent = new() { Command = "/opt/agent", LeadingArguments = ["--skip"] };
        Assert.Equal(["/opt/agent", "--skip", "-p", "hi"], Machines.Debian().Plan(invocation: new RunAgent(agent, ["-p", "hi"])).Arguments);
    }

    private static string? Path(LaunchPlan plan) => plan.Environment.Single(v => v.Name == "PATH").Value;
}
