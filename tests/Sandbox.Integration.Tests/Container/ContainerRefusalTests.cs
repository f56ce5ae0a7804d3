using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>What a container cannot be made of or from: one line, the documented code, nothing left behind.</summary>
public sealed class ContainerRefusalTests
{
    [FactWithin(60)]
    public void Without_systemd_nspawn_the_line_names_the_package()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        ProcessRequest request = workspace.InNamespace("for f in /usr/bin/systemd-nspawn; do mount --bind /dev/null $f; done; exec \"$@\"", [], workspace.InContainer("true"));

        AssertRefused(request, "install the package systemd-container", "[CS306]");
    }

    [FactWithin(60)]
    public void Without_root_and_sudo_the_line_says_so()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        ProcessRequest plain = workspace.Sandbox("exec", "-q", "--backend", "nspawn", workspace.Project, "--", "true");

        AssertRefused(workspace.InNamespace("[ ! -e /usr/bin/sudo ] || mount --bind /dev/null /usr/bin/sudo; exec \"$@\"", [], plain), "install the package sudo", "[CS307]");
    }

    [TheoryWithin(60)]
    [InlineData("61233", "tester", "SUDO_UID is 61233, and the user database has nobody with that id")]
    [InlineData("61234", "root", "SUDO_USER is root, but SUDO_UID 61234 belongs to tester")]
    [InlineData("0x0", "root", "SUDO_UID is 0x0, which is no user id")]
    [InlineData("-1", "tester", "SUDO_UID is -1, which is no user id")]
    [InlineData("", "tester", "which is no user id")]
    public void What_sudo_says_of_its_caller_must_agree_with_the_user_database(string uid, string name, string words)
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        ProcessRequest request = workspace.InContainer("true").WithVariable("SUDO_UID", uid).WithVariable("SUDO_USER", name);

        AssertRefused(request, words, "[CS307]");
    }

    // Root makes the mounts, but what is found is what the user could have found.
    [FactWithin(60)]
    public void A_directory_that_only_root_may_enter_is_not_opened_for_a_user()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string secret = workspace.At("secret");
        _ = Directory.CreateDirectory(Path.Combine(secret, "below"));
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        ProcessResult refused = ProcessRun.Run(workspace.InContainer("true", "--ro", Path.Combine(secret, "below")));

        Assert.Equal(125, refused.ExitCode);
        _ = Assert.Single(refused.ErrorText.Trim().Split('\n'));
        using Workspace root = Workspace.Create(Identity.Root);
        _ = ProcessRun.Run(root.InContainer("true", "--ro", Path.Combine(secret, "below"))).ExpectExit();
    }

    [FactWithin(60)]
    public void A_full_disk_is_one_line()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string state = workspace.Directory(workspace.StateHome);
        string uid = workspace.Identity.UserId.ToString(CultureInfo.InvariantCulture);
        const string Full = "mount -t tmpfs -o size=4k,nr_inodes=3,uid=$2,gid=$2 full \"$1\" && touch \"$1/a\" \"$1/b\"; shift 2; exec \"$@\"";

        AssertRefused(workspace.InNamespace(Full, [state, uid], workspace.InContainer("true")), "[CS501]");
    }

    // CL-30: root runs it, so it is not looked for where the user says.
    [FactWithin(60)]
    public void A_systemd_nspawn_or_sudo_that_stands_first_on_PATH_is_never_run()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string mark = workspace.At("ran");
        foreach (string name in new[] { "systemd-nspawn", "sudo" })
        {
            string fake = workspace.Write(workspace.At("fake", name), $"#!/bin/sh\ntouch {mark}\n");
            File.SetUnixFileMode(fake, (UnixFileMode)0b111_101_101);
        }

        workspace.Environment["PATH"] = $"{workspace.At("fake")}:{workspace.Environment["PATH"]}";
        _ = ProcessRun.Run(workspace.Request("/bin/sh", "-c", "systemd-nspawn")).ExpectExit();
        Assert.True(File.Exists(mark), "the control: a shell runs it");
        File.Delete(mark);

        _ = ProcessRun.Run(workspace.InContainer("true")).ExpectExit();
        _ = ProcessRun.Run(workspace.Sandbox("exec", "-q", "--backend", "nspawn", workspace.Project, "--", "true") with { Input = ReadOnlyMemory<byte>.Empty });

        Assert.False(File.Exists(mark));
    }

    // CL-31: a version that does not know one of our words must not go on without it.
    [FactWithin(60)]
    public void A_systemd_nspawn_that_refuses_a_word_is_quoted_and_nothing_runs()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string other = workspace.Write(workspace.At("other"), "#!/bin/sh\necho \"systemd-nspawn: unrecognized option '--notify-ready=no'\" >&2\nexit 1\n");
        File.SetUnixFileMode(other, (UnixFileMode)0b111_101_101);
        ProcessRequest request = workspace.InNamespace("mount --bind \"$1\" /usr/bin/systemd-nspawn && shift && exec \"$@\"", [other], workspace.InContainer("touch made"));

        AssertRefused(request, "systemd-nspawn could not make the sandbox: systemd-nspawn: unrecognized option '--notify-ready=no'", "[CS305]");
        Assert.False(File.Exists(Path.Combine(workspace.Project, "made")));
    }

    private static void AssertRefused(ProcessRequest request, params string[] words)
    {
        ProcessResult result = ProcessRun.Run(request).ExpectExit(125);
        string line = Assert.Single(result.ErrorText.Trim().Split('\n'));
        Assert.All(words, word => Assert.Contains(word, line, StringComparison.Ordinal));
        Assert.Equal(string.Empty, result.OutputText);
    }
}
