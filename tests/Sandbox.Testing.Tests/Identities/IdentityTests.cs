namespace Sandbox.Testing.Tests;

/// <summary>Running as root and as an ordinary user.</summary>
public sealed class IdentityTests
{
    [Theory, ClassData(typeof(IdentityData))]
    public void A_program_runs_with_the_ids_of_its_identity_and_no_other_groups(Identity identity)
    {
        Assert.Equal($"{identity.UserId}\n", RunAs(identity, "/usr/bin/id", "-u"));
        Assert.Equal($"{identity.GroupId}\n", RunAs(identity, "/usr/bin/id", "-g"));
    }

    [Theory, MemberData(nameof(IdentityData.All), MemberType = typeof(IdentityData))]
    public void HOME_is_a_private_directory_of_its_own(Identity identity)
    {
        string home = RunAs(identity, "/bin/sh", "-c", "printf %s \"$HOME\"");

        Assert.Equal(identity.Home, home);
        Assert.Equal($"{identity.UserId} 700\n", RunAs(identity, "/usr/bin/stat", "-c", "%u %a", home));
        Assert.Equal(string.Empty, RunAs(identity, "/usr/bin/touch", Path.Combine(home, "file")));
    }

    [Theory, ClassData(typeof(IdentityData))]
    public void A_named_HOME_is_left_alone(Identity identity)
    {
        ProcessRequest request = Dummy.Request("print-env") with { Environment = new Dictionary<string, string> { ["HOME"] = "/x" } };

        Assert.Equal("HOME=/x\0", ProcessRun.RunAs(identity, request).ExpectExit().OutputText);
    }

    [Theory, ClassData(typeof(IdentityData))]
    public void The_process_id_and_the_way_it_ends_are_the_programs_own(Identity identity)
    {
        using LiveProcess process = ProcessRun.StartAs(identity, new ProcessRequest("/bin/sh", "-c", "echo $$; kill -KILL $$"));

        ProcessResult result = process.WaitForExit().ExpectSignal(Signal.Kill);

        Assert.Equal($"{process.Id}\n", result.OutputText);
    }

    [Fact]
    public void The_user_holds_no_capability_and_may_gain_privileges_as_a_real_user_may()
    {
        string[] status = RunAs(Identity.User, "/bin/cat", "/proc/self/status").Split('\n');

        foreach (string set in new[] { "CapInh", "CapPrm", "CapEff", "CapAmb" })
        {
            Assert.Contains($"{set}:\t0000000000000000", status);
        }

        Assert.Contains("Groups:\t ", status);
        Assert.Contains("NoNewPrivs:\t0", status);
    }

    [Fact]
    public void Both_are_available_to_root_and_only_the_user_to_others() =>
        Assert.Equal(TestHost.IsRoot ? [Identity.Root, Identity.User] : [Identity.User], Identity.Available);

    private static string RunAs(Identity identity, string program, params string[] arguments) =>
        ProcessRun.RunAs(identity, new ProcessRequest(program, arguments)).ExpectExit().OutputText;
}
