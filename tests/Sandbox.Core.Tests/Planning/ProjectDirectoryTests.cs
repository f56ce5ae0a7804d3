using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

public sealed class ProjectDirectoryTests
{
    [Theory]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("/work/app/")]
    [InlineData("//work//app")]
    [InlineData("/work/app/src/..")]
    [InlineData("../app")]
    [InlineData("/work/link")]
    [InlineData("/work/link/.")]
    public void Every_spelling_is_the_same_project(string given)
    {
        Machine machine = Machines.Debian();
        machine.Files.Link("/work/link", "app");
        if (given.Length == 0)
        {
            // An empty word is no directory: "" would silently be the current one.
            Assert.StartsWith("CS103 the project directory is empty", machine.Refusal("DIR", given), StringComparison.Ordinal);
            return;
        }

        Assert.Equal(Machine.Project, ProjectDirectory.Resolve(given, machine.Facts).Path);
    }

    [Fact]
    public void Dots_behind_a_link_climb_from_where_it_leads()
    {
        Machine machine = Machines.Debian();
        machine.Files.Link("/work/app/dep", "/srv/lib/x").Directories("/srv/lib/x");
        Assert.Equal("/srv/lib", ProjectDirectory.Resolve("dep/..", machine.Facts).Path);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/usr")]
    [InlineData("/etc")]
    [InlineData("/etc/ssl")]
    [InlineData("/proc/sys")]
    [InlineData("/dev")]
    [InlineData("/tmp")]
    [InlineData("/home")]
    [InlineData("/bin")]
    [InlineData("/link")]
    public void System_directories_are_refused(string path)
    {
        Machine machine = Machines.Debian();
        machine.Files.Link("/link", "/etc");
        Assert.Contains("refusing to share", machine.Refusal("DIR", path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("~")]
    [InlineData("/data/people")]
    [InlineData("/data")]
    public void The_home_directory_and_what_holds_it_are_refused(string path)
    {
        Machine machine = new() { HomeDirectory = "/data/people/ada", WorkingDirectory = "/data/people/ada" };
        machine.Files.Directories("/data/people/ada", Machine.Project);
        Assert.Contains("it holds your home directory", machine.Refusal("DIR", path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_below_home_is_a_project()
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories(Machine.Home + "/src");
        Assert.Equal(Machine.Home + "/src", ProjectDirectory.Resolve("~/src", machine.Facts).Path);
    }

    [Theory]
    [InlineData("/nowhere", "no such project directory: /nowhere: create it first")]
    [InlineData("/usr/bin/true", "not a directory: /usr/bin/true")]
    [InlineData("/locked/inside", "cannot look at project directory /locked/inside: permission denied")]
    [InlineData("/closed", "cannot read project directory /closed: permission denied")]
    public void What_cannot_be_entered_is_refused(string path, string message)
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories("/locked/inside", "/closed");
        machine.Files.Change("/locked", e => e with { Enterable = false });
        machine.Files.Change("/closed", e => e with { Enterable = false });
        Assert.StartsWith("CS103 " + message, machine.Refusal("DIR", path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/work/a\nb", "/work/a\\nb has a line break")]
    [InlineData("/work/a\rb", "/work/a\\u000db has a line break")]
    public void Names_that_nobody_can_carry_are_refused(string path, string message)
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories(path).Link("/work/plain", path);
        Assert.StartsWith("CS106 project directory " + message, machine.Refusal("DIR", path), StringComparison.Ordinal);
        Assert.StartsWith("CS106 project directory " + message, machine.Refusal("DIR", "/work/plain"), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_are_not_UTF_8_are_refused()
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories("/work/a\uDCFFb").Link("/work/plain", "/work/a\uDCFFb");
        Assert.StartsWith("CS106 project directory /work/a\\xffb is not valid UTF-8", machine.Refusal("DIR", "/work/a\uDCFFb"), StringComparison.Ordinal);
        Assert.StartsWith("CS106 project directory /work/a\\xffb is not valid UTF-8", machine.Refusal("DIR", "/work/plain"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/work/a:b,c'd\"e f")]
    [InlineData("/work/-x")]
    [InlineData("/work/\U0001F480")]
    [InlineData("/work/%s${HOME}`id`")]
    public void Names_that_are_only_unusual_are_fine(string path)
    {
        Machine machine = Machines.Debian();
        machine.Files.Directories(path);
        Assert.Equal(path, machine.Plan("DIR", path).ProjectDirectory);
    }

    [Fact]
    public void The_error_carries_its_code()
    {
        SandboxException error = Assert.Throws<SandboxException>(() => ProjectDirectory.Resolve("/nowhere", Machines.Debian().Facts));
        Assert.Equal(ErrorCode.ProjectDirectory, error.Code);
        Assert.Empty(error.Others);
    }
}
