namespace Sandbox.Integration.Tests;

/// <summary>FS-15, FS-17, FS-31 and PR-27: /proc and /sys as far as they are about the machine and not about the sandbox.</summary>
public sealed class KernelFileTests
{
    private const string Readable = "for f in kcore keys key-users timer_list sched_debug slabinfo vmallocinfo kpagecount; do head -c1 /proc/$f >/dev/null 2>&1 && echo $f; done; true";

    // Opened and not written: if a protection were missing, the machine of the tests would pay for it.
    private const string Writable =
        "for f in sysrq-trigger sys/kernel/core_pattern sys/kernel/modprobe sys/kernel/hotplug sys/fs/binfmt_misc/register sys/vm/panic_on_oom sys/kernel/poweroff_cmd " +
        "irq/default_smp_affinity sys/kernel/hostname sys/net/ipv4/ip_forward sys/user/max_user_namespaces; do ( exec 5>>/proc/$f ) 2>/dev/null && echo $f; done; true";

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void What_proc_says_about_the_machine_cannot_be_read(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);

        Assert.Empty(workspace.Inside(Readable).OutputText);
        Assert.Contains("key-users", workspace.Outside(Readable).OutputText, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void No_switch_of_the_machine_can_be_opened_for_writing(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string before = File.ReadAllText("/proc/sys/kernel/core_pattern");

        Assert.Empty(workspace.Inside(Writable).OutputText);
        Assert.Equal(before, File.ReadAllText("/proc/sys/kernel/core_pattern"));
        if (identity.UserId == 0)
        {
            // An ordinary user can open none of them outside either.
            Assert.Contains("sys/kernel/core_pattern\n", workspace.Outside(Writable).OutputText, StringComparison.Ordinal);
        }
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void There_is_no_sys_no_cgroup_and_no_way_to_mount_one(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Look = "ls /sys /sys/fs/cgroup /sys/kernel/security /sys/kernel/debug /sys/firmware 2>/dev/null | head -1; find /sys /cgroup -writable 2>/dev/null | head -1; true";
        const string Mount = "mkdir -p /tmp/c && mount -t cgroup -o rdma none /tmp/c 2>/dev/null && echo MOUNTED; mount -t cgroup2 none /tmp/c 2>/dev/null && echo MOUNTED; true";

        Assert.Empty(workspace.Inside(Look + ";" + Mount).OutputText);
        Assert.Equal("0::/\n", workspace.Inside("grep ^0: /proc/self/cgroup").OutputText);
        Assert.NotEmpty(workspace.Outside(Look).OutputText);
        Assert.Equal("MOUNTED\n", ProcessRun.Run("/usr/bin/unshare", "-m", "sh", "-c", "mkdir -p /tmp/sandbox-control; mount -t cgroup2 none /tmp/sandbox-control && echo MOUNTED; umount /tmp/sandbox-control; rmdir /tmp/sandbox-control").OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Kernel_addresses_and_the_kernel_log_are_out_of_reach_and_addresses_are_random(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string probe = workspace.Probe();
        string script = $"head -c1 /proc/kallsyms; head -c1 /dev/kmsg; head -c1 /proc/kmsg; dmesg; {probe} address; {probe} address";

        string[] addresses = workspace.Inside(script).OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(2, addresses.Length);
        Assert.NotEqual(addresses[0], addresses[1]);
        string[] control = workspace.Outside($"head -c1 /proc/kallsyms; echo; setarch -R {probe} address; setarch -R {probe} address").OutputText.Split('\n');
        Assert.NotEmpty(control[0]);
        Assert.Equal(control[1], control[2]);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void No_fuse_and_no_mount_helper_of_the_host_is_inside(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string runtime = workspace.Directory(workspace.At("runtime", "gvfs"));
        workspace.Environment["XDG_RUNTIME_DIR"] = workspace.At("runtime");
        const string Script = "ls -d $XDG_RUNTIME_DIR/gvfs $XDG_RUNTIME_DIR/doc /dev/fuse 2>/dev/null; [ -c /dev/fuse ] && echo DEVICE; true";

        Assert.Empty(workspace.Inside(Script).OutputText);
        Assert.Equal($"/run/user/{identity.UserId}\n", workspace.Inside("echo $XDG_RUNTIME_DIR; ls -A $XDG_RUNTIME_DIR").OutputText);
        Assert.Contains(runtime, workspace.Outside(Script).OutputText, StringComparison.Ordinal);
        if (File.Exists("/dev/fuse"))
        {
            Assert.Contains("/dev/fuse", workspace.Outside(Script).OutputText, StringComparison.Ordinal);
        }
    }
}
