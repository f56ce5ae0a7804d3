namespace Sandbox.Integration.Tests.Machine;

/// <summary>CL-23 and CL-24: one machine in which everything is tried against the share's server and the machine's devices.</summary>
public sealed class MachineAttackTests
{
    /// <summary>Says what it has reached; the secret's path is $1.</summary>
    private const string Attack = """
        tried() { name=$1; shift; timeout 20 "$@" >/dev/null 2>&1 && echo "reached: $name"; }
        mkdir -p real; echo mine > real/secret
        ln -s "$(dirname "$1")" away; ln -s "$1" file-away; ln -s ../../../../../../../../"$1" up
        tried link-to-directory cat "away/$(basename "$1")"
        tried link cat file-away
        tried dots cat up
        tried write-through-link sh -c "echo evil > file-away"
        tried hard-link ln "$1" hard
        # A name that is a directory at one moment and leads away at the next, while another process reads below it.
        ln -s "$(dirname "$1")" turn-link
        (i=0; while [ $i -lt 15 ]; do mv -T real turn 2>/dev/null; mv -T turn real 2>/dev/null; mv -T turn-link turn 2>/dev/null; mv -T turn turn-link 2>/dev/null; i=$((i+1)); done) &
        i=0; while [ $i -lt 15 ]; do cat "turn/$(basename "$1")" 2>/dev/null | grep -q KEY && echo "reached: rename race"; i=$((i+1)); done
        wait
        tried block-device mknod disk b 8 0
        tried character-device mknod memory c 1 1
        tried capability setcap cap_sys_admin+ep real/secret
        tried trusted-attribute setfattr -n trusted.overlay.opaque -v y real
        tried remount mount -o remount,rw /usr
        tried remount-root mount -o remount,rw /
        tried write-usr sh -c 'echo > /usr/made'
        tried by-handle python3 -c 'import ctypes; c=ctypes.CDLL(None); h=(ctypes.c_uint*34)(); h[0]=128; m=ctypes.c_int(); p=b"/usr/bin/env"; assert c.name_to_handle_at(-100,p,h,ctypes.byref(m),0)==0; assert c.open_by_handle_at(-100,h,0)>=0'
        mkfifo fifo && echo "made a fifo"
        tried serial sh -c 'test -c /dev/ttyS0 && echo junk > /dev/ttyS0'
        tried port sh -c 'test -c /dev/vport0p1 && echo junk > /dev/vport0p1'
        tried memory-device sh -c 'head -c 1 /dev/mem'
        tried kernel-log sh -c 'test -c /dev/kmsg && echo junk > /dev/kmsg'
        tried module sh -c 'echo > /x.ko; insmod /x.ko'
        tried panic sh -c 'echo c > /proc/sysrq-trigger'
        tried restart reboot -f
        tried vsock python3 -c 'import socket; s=socket.socket(40, 1); s.connect((2, 1))'
        cp /bin/true own-true && chmod 4755 own-true; stat -c 'mode %a' own-true
        ls real turn turn-link >/dev/null 2>&1; cat real/secret turn/secret 2>/dev/null
        echo over
        """;

    [TheoryWithin(300), ClassData(typeof(IdentityData))]
    public void Neither_the_share_nor_a_device_leads_out_of_a_machine(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity).WithMachines();
        string secret = Path.Combine(workspace.Home, ".ssh", "id_ed25519");
        string before = File.ReadAllText(secret);

        ProcessResult result = ProcessRun.Run(workspace.Sandbox("exec", "-q", "--network", "none", workspace.Project, "--", "/bin/sh", "-c", Attack, "sh", secret)).ExpectExit();

        Assert.DoesNotContain("reached:", result.OutputText, StringComparison.Ordinal);
        Assert.EndsWith("mine\nover\n", result.OutputText, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(secret));
        Assert.False(File.Exists(workspace.At("project", "hard")));
        foreach (FileSystemInfo made in new DirectoryInfo(workspace.Project).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            Assert.False(made.UnixFileMode.HasFlag(UnixFileMode.SetUser) && made.LinkTarget is null && made is FileInfo, $"{made.FullName} sets the user id for whoever starts it on the host");
        }

        // The control: outside the same links lead to the key, and a file that sets the user id can be made.
        ProcessResult control = ProcessRun.Run(workspace.Request("/bin/sh", "-c", "cat away/id_ed25519 && cat file-away up >/dev/null && cp /bin/true own && chmod 4755 own && stat -c 'mode %a' own")).ExpectExit();
        Assert.Contains("mode 4755", control.OutputText, StringComparison.Ordinal);
        Assert.Contains(before.Trim(), control.OutputText, StringComparison.Ordinal);
    }

    [FactWithin(240)]
    public void QEMU_s_control_connection_has_no_name_and_a_machine_that_is_killed_is_one_line_and_its_code()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[^1]).WithMachines();
        Census before = Census.Take(workspace.Scope);
        using LiveProcess process = workspace.StartInside("echo ready; sleep 600");
        int qemu = LiveSandbox.Of(process).Payload;

        string[] names = [.. File.ReadAllLines($"/proc/{qemu}/net/unix").Skip(1).Select(static l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(static w => w.Length > 7).Select(static w => w[7])];
        Assert.All(Enumerable.Range(0, 2), fd => Assert.StartsWith("socket:[", new FileInfo($"/proc/{qemu}/fd/{fd}").LinkTarget, StringComparison.Ordinal));
        Assert.DoesNotContain(names, static n => n.Contains("qmp", StringComparison.OrdinalIgnoreCase) || n.Contains("monitor", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Directory.EnumerateFiles(workspace.Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }), static f => f.EndsWith(".sock", StringComparison.Ordinal) && f.Contains("qmp", StringComparison.Ordinal));

        LiveSandbox.Kill(qemu);

        ProcessResult result = process.WaitForExit();
        Assert.Equal(137, result.ExitCode);
        Assert.Contains("[CS310]", Assert.Single(result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        before.AssertRestored(TimeSpan.FromSeconds(20));
    }
}
