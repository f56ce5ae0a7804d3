using System.Text;
using Sandbox.Core.Plans;

namespace Sandbox.Core.Tests.Fakes;

/// <summary>A plan with every property that decides what the sandbox is, a line each.</summary>
internal static class PlanText
{
    public static string Of(LaunchPlan plan)
    {
        StringBuilder text = new();
        Lines(text, "mounts", plan.Mounts.Select(Line));
        Lines(text, "placeholders", plan.Placeholders.Select(p => p.Path));
        Lines(text, "environment", plan.Environment.Select(v => $"{v} ({v.Reason})"));
        Lines(text, "command", [string.Join(' ', plan.Arguments), "from " + string.Join(", ", plan.ExecutableCandidates), "in " + plan.WorkingDirectory]);
        Lines(text, "isolation",
        [
            $"uid {plan.Uid} gid {plan.Gid} host name {plan.Hostname} network {plan.Network}",
            $"nested user namespaces {plan.AllowNestedUserNamespaces}, Landlock scopes {plan.LandlockScopes}",
            $"{plan.Seccomp}",
            $"Landlock {(plan.LandlockFiles is { } files ? string.Join(' ', files.Rules.Select(r => $"{r.Path}={(uint)r.Access:x}")) : "none")}",
            .. plan.Limits.Select(l => l.ToString()),
            .. (plan.Resources.Cgroup?.Groups ?? []).SelectMany(g => g.Settings.Select(s => $"{g.Parent}: {s.File}={s.Value}")),
        ]);
        Lines(text, "notices", plan.Notices);
        return text.ToString();
    }

    public static string Line(PlannedMount mount)
    {
        (string kind, string? detail, string flags) = mount switch
        {
            BindMount bind => ("bind", bind.Source == bind.Target ? null : bind.Source, Flags(
                (bind.Writable, "rw"), (!bind.Writable, "ro"), (bind.IsFile, "file"), (!bind.Recursive, "flat"), (!bind.Create, "existing"),
                (bind.Optional, "optional"), (bind.AllowDevices, "dev"), (bind.NoExec, "noexec"), (bind.Identity is not null, "same object"))),
            TmpfsMount tmpfs => ("tmpfs", null, Flags((true, $"{tmpfs.Size >> 10} KiB"), (true, Convert.ToString(tmpfs.Mode, 8)), (tmpfs.NoExec, "noexec"))),
            SymlinkEntry link => ("link", link.LinkTarget, string.Empty),
            DirectoryEntry directory => ("directory", null, Convert.ToString(directory.Mode, 8)),
            FileEntry file => ("file", null, $"{Convert.ToString(file.Mode, 8)} {file.Contents.Length} bytes"),
            MaskMount mask => ("mask", null, mask.IsFile ? "file" : "directory"),
            SelfMount self => ("self", null, self.Writable ? "rw" : "ro"),
            _ => (mount.GetType().Name, null, string.Empty),
        };
        return $"{kind} {mount.Target}{(detail is null ? string.Empty : " <- " + detail)}{(flags.Length == 0 ? string.Empty : $" [{flags}]")} ({mount.Reason})";
    }

    private static string Flags(params (bool Set, string Word)[] flags) => string.Join(' ', flags.Where(f => f.Set).Select(f => f.Word));

    private static void Lines(StringBuilder text, string heading, IEnumerable<string> lines)
    {
        text.Append(heading).Append('\n');
        foreach (string line in lines)
        {
            text.Append("  ").Append(line).Append('\n');
        }
    }
}
