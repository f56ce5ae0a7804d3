namespace Sandbox.Integration.Tests;

/// <summary>PR-03 and PR-24: no power that the payload does not need.</summary>
public sealed class PrivilegeTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Every_capability_set_is_empty_and_stays_so(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string probe = workspace.Probe();
        const string Status = "grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status | tr -d '\\t'";

        string inside = workspace.Inside($"{Status}; printf 'ambient 157 47 2 12 0 0\\nbounding 157 23 12 0 0 0\\n' | {probe} calls").OutputText;

        Assert.Equal(
            "CapInh:0000000000000000\nCapPrm:0000000000000000\nCapEff:0000000000000000\nCapBnd:0000000000000000\nCapAmb:0000000000000000\nNoNewPrivs:1\nSeccomp:2\nambient EPERM\nbounding OK\n",
            inside);
        Assert.Contains("NoNewPrivs:0", workspace.Outside(Status).OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("CapBnd:0000000000000000", workspace.Outside(Status).OutputText, StringComparison.Ordinal);
    }

    [FactWithin(60)]
    public void A_set_user_id_program_gains_nothing_inside()
    {
        TestHost.RequireRoot();
        using Workspace workspace = Workspace.Create(Identity.User);
        string program = workspace.At("setuid", "id");
        _ = workspace.Directory(workspace.At("setuid"));
        File.Copy("/usr/bin/id", program);
        File.SetUnixFileMode(program, (UnixFileMode)0b100_111_101_101);

        Assert.Equal($"{workspace.Identity.UserId}\n", workspace.Inside($"{program} -u", "--ro", workspace.At("setuid")).ExpectExit().OutputText);
        Assert.Equal("0\n", workspace.Outside($"{program} -u").ExpectExit().OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Set_id_bits_cannot_be_planted_in_the_project(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Attack = "cp /bin/true s; chmod 4755 s; chmod u+s s; python3 -c 'import os; os.chmod(\"s\", 0o4755)' 2>/dev/null; find . -perm /4000 -name s";

        Assert.Empty(workspace.Inside(Attack).OutputText);
        Assert.Equal("./s\n", workspace.Outside(Attack).OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Priorities_and_limits_cannot_be_raised(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Attack =
            """
            chrt -f 99 true 2>/dev/null && echo realtime
            ionice -c1 true 2>/dev/null && echo io
            [ "$(nice -n -5 nice 2>/dev/null)" -lt 0 ] && echo nice
            prlimit --core=100:100 true 2>/dev/null && echo core
            hard=$(ulimit -Hn); ulimit -Hn $((hard + 1)) 2>/dev/null && echo files
            true
            """;

        Assert.Empty(workspace.Inside(Attack).OutputText);
        Assert.Equal("0\n0\n", workspace.Inside("ulimit -Hc; ulimit -Sc").OutputText);
        if (identity.UserId == 0)
        {
            // What root may do differs from machine to machine; lowering niceness it may everywhere.
            Assert.Contains("nice", workspace.Outside(Attack).OutputText, StringComparison.Ordinal);
        }
    }
}
