using Sandbox.Core.Plans;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>What DISPLAY may say, and which socket it means.</summary>
public sealed class X11DisplayTests
{
    [Theory]
    [InlineData(":0", "X0")]
    [InlineData(":0.0", "X0")]
    [InlineData(":10", "X10")]
    [InlineData("localhost:10.0", "X10")]
    [InlineData("unix:2", "X2")]
    [InlineData("[::1]:3.1", "X3")]
    [InlineData(":99999", "X99999")]
    [InlineData("/tmp/launch/org.xquartz:0", "X0")]
    public void A_display_s_own_socket_is_shared_and_nothing_beside_it(string display, string socket)
    {
        BindMount mount = Assert.Single(Machine(display).Plan("--forward", "x11").Mounts.OfType<BindMount>(), m => m.Reason == "forward x11");
        Assert.Equal("/tmp/.X11-unix/" + socket, mount.Source);
        Assert.True(mount is { IsFile: true, Writable: false });
    }

    [Theory]
    [InlineData("localhost:10.0", ":10.0")]
    [InlineData("unix:2", ":2")]
    [InlineData(":0", ":0")]
    public void Inside_the_display_has_no_host_in_front(string display, string inside) =>
        Assert.Equal(inside, Machine(display).Plan("--forward", "x11").Environment.Single(v => v.Name == "DISPLAY").Value);

    [Theory]
    [InlineData(null)]
    [InlineData("/run/user/1000/gdm/Xauthority")]
    public void The_cookie_is_found_without_its_variable_too_and_told_inside(string? variable)
    {
        Machine machine = Machine(":3");
        string path = variable ?? Fakes.Machine.Home + "/.Xauthority";
        machine.Files.File(path);
        if (variable is not null)
        {
            machine.Environment["XAUTHORITY"] = variable;
        }

        LaunchPlan plan = machine.Plan("--forward", "x11");
        Assert.Contains(plan.Mounts, m => m is FileEntry { Reason: "forward x11" } && m.Target == path);
        Assert.Equal(path, plan.Environment.Single(v => v.Name == "XAUTHORITY").Value);
    }

    [Theory]
    [InlineData("0")]
    [InlineData(":")]
    [InlineData(":.0")]
    [InlineData(":a")]
    [InlineData(":-1")]
    [InlineData(":1/../../../etc")]
    [InlineData(":123456")]
    [InlineData(":٣")]
    public void What_names_no_display_is_refused(string display) =>
        Assert.Contains("names no display", Machine(display).Refusal("--forward", "x11"), StringComparison.Ordinal);

    private static Machine Machine(string display)
    {
        Machine machine = Machines.Debian();
        machine.Environment["DISPLAY"] = display;
        foreach (int number in (int[])[0, 1, 2, 3, 10, 99999])
        {
            machine.Files.Socket($"/tmp/.X11-unix/X{number}");
        }

        return machine;
    }
}
