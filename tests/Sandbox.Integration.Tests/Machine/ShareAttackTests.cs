namespace Sandbox.Integration.Tests.Machine;

/// <summary>What hostile code in a machine wants from the host's files.</summary>
public sealed class ShareAttackTests
{
    private const string Attack = """
        tried() { "$@" 2>/dev/null && echo "done: $*"; }
        tried sh -c 'echo evil > .git/hooks/pre-commit'
        tried sh -c 'echo evil >> .git/config'
        tried mkdir .vscode/x
        tried mkdir .claude/x
        tried rmdir .vscode
        tried mv .git .git2
        tried touch /usr/bin/evil
        tried cat "$HOME/.ssh/id_ed25519"
        tried ls "$HOME/.aws"
        tried ls /.claude-sandbox/vm
        tried test -e /dev/vport0p1
        tried mount -t tmpfs none /mnt
        tried mount -t 9p root /tmp
        tried unshare -U true
        tried reboot -f
        echo over
        """;

    [FactWithin(240)]
    public void Protected_names_the_home_and_the_machine_s_own_devices_are_out_of_reach()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();
        string config = File.ReadAllText(workspace.At("project", ".git", "config"));

        ProcessResult result = workspace.Inside(Attack).ExpectExit();

        Assert.Equal("over\n", result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1] + "\n");
        Assert.DoesNotContain("done: sh", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("done: m", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("done: touch", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("done: cat", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("done: ls", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("done: test", result.OutputText, StringComparison.Ordinal);
        Assert.DoesNotContain("done: unshare", result.OutputText, StringComparison.Ordinal);
        Assert.Equal(config, File.ReadAllText(workspace.At("project", ".git", "config")));
        Assert.False(File.Exists(workspace.At("project", ".git", "hooks", "pre-commit")));
        Assert.False(Directory.Exists(workspace.At("project", ".vscode")));

        // The control: without a sandbox the same lines do all of that.
        ProcessResult control = workspace.Outside("mkdir .vscode && sh -c 'echo evil > .git/hooks/pre-commit' && cat \"$HOME/.ssh/id_ed25519\"").ExpectExit();
        Assert.NotEmpty(control.OutputText);
    }

    [FactWithin(240)]
    public void QEMU_itself_sees_no_more_of_the_host_than_the_payload_does()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();
        using LiveProcess process = workspace.StartInside("echo ready; sleep 600");
        LiveSandbox sandbox = LiveSandbox.Of(process);

        string root = $"/proc/{sandbox.Payload}/root";
        Assert.Contains("qemu-system", File.ReadAllText($"/proc/{sandbox.Payload}/cmdline"), StringComparison.Ordinal);
        Assert.False(File.Exists(root + workspace.Home + "/.ssh/id_ed25519"));
        Assert.True(File.Exists(workspace.Home + "/.ssh/id_ed25519"));
        string status = File.ReadAllText($"/proc/{sandbox.Payload}/status");
        Assert.Contains("CapEff:\t0000000000000000", status, StringComparison.Ordinal);
        Assert.Contains("NoNewPrivs:\t1", status, StringComparison.Ordinal);
        Assert.Contains("Seccomp:\t2", status, StringComparison.Ordinal);

        process.Send(Signal.Term);
        _ = process.WaitForExit();
    }
}
