using Sandbox.Core.Plans;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>--ro and --rw: what is shared, and where it lands.</summary>
public sealed class GrantTests
{
    [Theory]
    [InlineData("--ro", false)]
    [InlineData("--rw", true)]
    public void A_directory_is_shared_at_its_own_path(string flag, bool writable)
    {
        BindMount mount = Shared(flag, "/data/models");
        Assert.Equal(("/data/models", "/data/models", writable, false), (mount.Target, mount.Source, mount.Writable, mount.IsFile));
        Assert.NotNull(mount.Identity);
    }

    [Fact]
    public void A_file_is_shared_alone() => Assert.True(Shared("--ro", "/data/readme").IsFile);

    [Theory]
    [InlineData("/data/models/")]
    [InlineData("//data///models//")]
    [InlineData("/data/./models/.")]
    [InlineData("/data/other/../models")]
    [InlineData("/../data/models")]
    [InlineData("../../data/models")]
    public void Every_spelling_of_a_path_is_the_same_mount(string spelling) => Assert.Equal("/data/models", Shared("--ro", spelling).Target);

    [Fact]
    public void A_relative_path_counts_from_the_caller_s_directory()
    {
        Machine machine = Data();
        machine.WorkingDirectory = "/data";
        Assert.Equal("/data/models", Only(machine.Plan("--ro", "models"), "--ro").Target);
    }

    [Fact]
    public void A_tilde_is_the_home_directory()
    {
        Machine machine = Data();
        machine.Files.Directories(Machine.Home + "/fonts");
        Assert.Equal(Machine.Home + "/fonts", Only(machine.Plan("--ro", "~/fonts"), "--ro").Target);
    }

    [Fact]
    public void Dots_climb_from_where_a_link_leads_as_they_do_in_every_program()
    {
        Machine machine = Data();
        machine.Files.Link("/data/link", "/srv/deep/down").Directories("/srv/deep/down", "/srv/deep/models");
        Assert.Equal("/srv/deep/models", Only(machine.Plan("--ro", "/data/link/../models"), "--ro").Source);
    }

    [Fact]
    public void A_link_outside_is_shared_under_its_name_with_what_it_leads_to()
    {
        Machine machine = Data();
        machine.Files.Link("/data/current", "models");
        BindMount mount = Only(machine.Plan("--ro", "/data/current"), "--ro");
        Assert.Equal(("/data/current", "/data/models"), (mount.Target, mount.Source));
    }

    [Fact]
    public void A_link_in_a_visible_directory_works_by_sharing_what_it_leads_to()
    {
        Machine machine = Data();
        machine.Files.Link(Machine.Project + "/data", "/data/models").Link("/usr/share/models", "/data/models");
        Assert.Equal("/data/models", Only(machine.Plan("--ro", Machine.Project + "/data"), "--ro").Target);
        Assert.Equal("/data/models", Only(machine.Plan("--ro", "/usr/share/models"), "--ro").Target);
    }

    [Theory]
    [InlineData("/bin/true", "/usr/bin/true")]
    [InlineData("/var/run/spool", "/run/spool")]
    public void A_path_through_one_of_the_sandbox_s_own_links_lands_where_it_leads(string path, string target)
    {
        Machine machine = Data();
        machine.Files.Directories("/run/spool").Link("/var/run", "/run");
        Assert.Equal(target, Only(machine.Plan("--ro", path), "--ro").Target);
    }

    [Fact]
    public void Parents_come_before_what_refines_them()
    {
        LaunchPlan plan = Data().Plan("--rw", "/data/models/small", "--ro", "/data/models", "--ro", "/data/models-old");
        Assert.Equal(["/data/models", "/data/models-old", "/data/models/small"], plan.Mounts.OfType<BindMount>().Where(m => m.Reason is "--ro" or "--rw").Select(m => m.Target));
    }

    [Fact]
    public void The_same_grant_twice_is_one_mount() => Assert.NotNull(Only(Data().Plan("--ro", "/data/models", "--ro", "/data//models/"), "--ro"));

    [Fact]
    public void The_same_path_read_only_and_writable_is_refused() =>
        Assert.Equal("CS104 --rw /data/models: --ro names it too: keep one of the two", Data().Refusal("--ro", "/data/models", "--rw", "/data/models"));

    private static BindMount Shared(string flag, string path) => Only(Data().Plan(flag, path), flag);

    private static BindMount Only(LaunchPlan plan, string flag) => Assert.Single(plan.Mounts.OfType<BindMount>(), m => m.Reason == flag);

    private static Machine Data()
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories("/data/models/small", "/data/models-old", "/data/other").File("/data/readme");
        return machine;
    }
}
