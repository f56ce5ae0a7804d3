using System.Security.Cryptography;
using System.Text;

namespace Sandbox.Integration.Tests;

/// <summary>exec, --shell and --agent hand bytes, words and directories through as they are.</summary>
public sealed class ExecutionTests
{
    private const int Mebibyte = 1 << 20;

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_mebibyte_of_random_bytes_goes_through_cat_unchanged(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        byte[] bytes = RandomNumberGenerator.GetBytes(Mebibyte);

        ProcessResult result = ProcessRun.Run(workspace.Sandbox("exec", "-q", workspace.Project, "--", "/bin/cat") with { Input = bytes }).ExpectExit();

        Assert.Equal(SHA256.HashData(bytes), SHA256.HashData(result.Output));
        Assert.Equal(Mebibyte, result.Output.Length);
        Assert.Empty(result.Error);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Stdout_and_stderr_stay_apart_and_end_with_the_payload(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);

        ProcessResult result = workspace.Inside("printf out; printf err >&2; (sleep 30; echo late) & exit 0").ExpectExit();

        Assert.Equal(("out", "err"), (result.OutputText, result.ErrorText));
        Assert.False(result.OutputHeldOpen, "something of the sandbox outlives its payload");
    }

    [FactWithin(60)]
    public void A_closed_reader_ends_the_payload_as_it_would_outside()
    {
        using Workspace workspace = Workspace.Create(Identity.User);

        string script = $"{{ {workspace.Program} exec -q {workspace.Project} -- /usr/bin/yes; echo $? >&2; }} | head -n 1";

        Assert.Equal("141\n", workspace.Outside(script).ErrorText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_shell_reads_its_commands_from_a_pipe(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        byte[] script = Encoding.UTF8.GetBytes("pwd\necho \"$CLAUDE_SANDBOX\"\nexit 7\n");

        ProcessResult result = ProcessRun.Run(workspace.Sandbox("-q", "--shell", workspace.Project) with { Input = script });

        Assert.Equal($"{workspace.Project}\n1\n", result.ExpectExit(7).OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Another_agent_gets_the_words_after_the_dashes(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);

        ProcessResult result = ProcessRun.Run(workspace.Sandbox("-q", "--agent", "printf", workspace.Project, "--", "<%s>", "a b", "", "--", "-q", "*"));

        Assert.Equal("<a b><><--><-q><*>", result.ExpectExit().OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_project_is_the_current_directory_under_its_own_path_and_writable(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);

        string seen = workspace.Inside("pwd; mkdir -p a/b; echo x > a/b/c; cat a/b/c").ExpectExit().OutputText;

        Assert.Equal($"{workspace.Project}\nx\n", seen);
        Assert.Equal("x\n", File.ReadAllText(workspace.At("project", "a", "b", "c")));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Granted_paths_are_there_and_only_the_writable_one_can_be_changed(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string read = workspace.Write(workspace.At("read", "file"), "r\n");
        string write = workspace.Write(workspace.At("write", "file"), "w\n");

        string seen = workspace.Inside($"cat {read} {write}; echo x >> {read}; echo x >> {write}", "--ro", workspace.At("read"), "--rw", workspace.At("write")).OutputText;

        Assert.Equal("r\nw\n", seen);
        Assert.Equal("r\n", File.ReadAllText(read));
        Assert.Equal("w\nx\n", File.ReadAllText(write));
    }

    [FactWithin(60)]
    public void The_payload_gets_the_umask_of_the_caller()
    {
        using Workspace workspace = Workspace.Create(Identity.User);

        foreach (string umask in new[] { "0000", "0027", "0077" })
        {
            Assert.Equal($"{umask}\n", workspace.Outside($"umask {umask}; {workspace.Program} exec -q . -- /bin/sh -c umask").ExpectExit().OutputText);
        }
    }
}
