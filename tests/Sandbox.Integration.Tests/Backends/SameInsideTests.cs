using System.Text.RegularExpressions;

namespace Sandbox.Integration.Tests;

/// <summary>For the same policy the inside is the same, whoever made the namespaces.</summary>
public sealed partial class SameInsideTests
{
    /// <summary>What can be told apart from inside, and a script that prints it.</summary>
    public static TheoryData<string, string, Identity> Views
    {
        get
        {
            TheoryData<string, string, Identity> rows = [];
            foreach (Identity identity in new[] { Identity.User, Identity.Root })
            {
                rows.Add("mounts", "sort -k5,5 -s /proc/self/mountinfo", identity);
                rows.Add("identity, capabilities, filter", "id; grep -vE '^(Pid|Tgid|NSpid|NStgid|NSpgid|NSsid|PPid|Ngid|Vm|Rss|Huge|Threads|voluntary|nonvoluntary|Cpus|Mems|SigQ|x86|untag|THP|Core|Name|State|FDSize)' /proc/self/status", identity);
                rows.Add("environment", "env | sort", identity);
                rows.Add("user namespaces", "cat /proc/self/uid_map /proc/self/gid_map /proc/self/setgroups; unshare -U true; echo $?", identity);
                rows.Add("limits", "cat /proc/self/limits; cat /proc/self/cgroup; umask; nice", identity);
                rows.Add("descriptors", "cd /proc/self/fd && ls", identity);
                rows.Add("processes", "ls /proc | grep '^[0-9]' | head -1; cat /proc/1/comm", identity);
                rows.Add("root", "ls -la / /dev /run /tmp | grep -v proc$ | sed -E 's/ [A-Z][a-z]{2} +[0-9]+ .{5} / /; s/ +/ /g'", identity);
                rows.Add("configuration", "find /etc | sort; cat /etc/shadow 2>&1; grep -c ' /etc' /proc/self/mountinfo", identity);
                rows.Add("names", "hostname; cat /etc/passwd /etc/group /etc/resolv.conf /proc/sys/kernel/hostname", identity);
                rows.Add("network", "cat /proc/net/dev | cut -d: -f1; cat /proc/net/route", identity);
            }

            return rows;
        }
    }

    [TheoryWithin(60), MemberData(nameof(Views))]
    public void With_bubblewrap_it_is_what_it_is_with_the_native_backend(string what, string script, Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside("git commit -q --allow-empty -m one").ExpectExit();
        string native = Of("native");

        Assert.NotEmpty(native);
        Assert.True(string.Equals(native, Of("bubblewrap"), StringComparison.Ordinal), $"{what}: native:\n{native}\nbubblewrap:\n{Of("bubblewrap")}");

        string Of(string backend) => Plain(
            workspace.Inside(script, "--backend", backend, "--network", "none").ExpectExit().OutputText.Replace($"BACKEND={backend}", "BACKEND=", StringComparison.Ordinal));
    }

    /// <summary>Numbers that the kernel gives out anew for every mount, namespace and process.</summary>
    private static string Plain(string text) => Numbers().Replace(text, " ");

    [GeneratedRegex(@"^\d+ \d+ \d+:\d+ |(?<=^Seccomp_filters:)\s|CapInh:\s", RegexOptions.Multiline)]
    private static partial Regex Numbers();
}
