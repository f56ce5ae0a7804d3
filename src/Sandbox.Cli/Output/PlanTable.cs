using System.Text;
using Sandbox.Backends.Capabilities;
using Sandbox.Cli.Hosting;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Output;

/// <summary>The plan for people. Pure: the same plan is the same text.</summary>
internal static class PlanTable
{
    private const int LongestWord = 72;

    /// <param name="plan">What would run.</param>
    /// <param name="machine">Of the VM backend, or null.</param>
    public static string Render(LaunchPlan plan, PlannedMachine? machine = null)
    {
        StringBuilder text = new();
        Heading(text, "command");
        Row(text, "run", string.Join(' ', plan.Arguments.Select(Quote)));
        Row(text, "in", PrintableText.Escape(plan.WorkingDirectory));
        Row(text, "as", FormattableString.Invariant($"uid {plan.Uid}, gid {plan.Gid}, no capabilities, no_new_privs"));
        if (plan.OwnTerminal)
        {
            Row(text, "terminal", "the sandbox's own");
        }

        Heading(text, $"isolation by {plan.Backend.Word()}");
        Row(text, "network", plan.Network switch
        {
            NetworkMode.None => "none (own namespace, loopback only)",
            NetworkMode.AllowList => "allowlist (own namespace, through the launcher)",
            _ => "host",
        });
        Row(text, "namespaces", "user, mount, pid, ipc, uts, cgroup" + (plan.Network == NetworkMode.Host ? string.Empty : ", net"));
        Row(text, "nested userns", plan.AllowNestedUserNamespaces ? "ALLOWED (--allow-nested-userns)" : "refused");
        Row(text, "seccomp", plan.Seccomp.AllowDebugging ? "deny list, debugging allowed" : "deny list");
        Row(text, "landlock", plan.LandlockScopes ? "signals and abstract sockets stay inside" : "not available on this kernel");
        Row(text, "landlock files", PrintableText.Escape(LandlockWords.Of(plan)));
        Resources(text, plan.Resources);
        foreach (ResourceLimit limit in plan.Limits)
        {
            Row(text, "limit", FormattableString.Invariant($"{limit.Name} {limit.Soft}"));
        }

        Heading(text, $"how {plan.Backend.Word()} holds it");
        foreach (PolicyLine line in CapabilityReport.Of(plan))
        {
            text.Append($"  {EnforcementWords.Of(line.Enforcement),-10} {line.Name,-13} {PrintableText.Escape(line.How)}\n");
        }

        if (machine is not null)
        {
            Heading(text, "virtual machine: QEMU, in the sandbox above");
            Lines(text, machine.Arguments is { } arguments ? Options(arguments) : [$"cannot be started here: {machine.Obstacle}"]);
            if (plan.QmpSocket is { } socket)
            {
                Lines(text, [$"its monitor listens at {socket} for you (--qmp)"]);
            }
        }

        if (plan.Capture is not null)
        {
            Network(text, plan);
        }

        if (plan.Forwards.Count > 0)
        {
            Heading(text, "let in from the host, and what it opens");
            Lines(text, plan.Forwards.Select(f => $"{f.Name} ({f.Summary}): {f.Grants}"));
        }

        Heading(text, "files");
        foreach (PlannedMount mount in plan.Mounts)
        {
            string detail = MountWords.Detail(mount) is { } words ? " <- " + PrintableText.Escape(words) : string.Empty;
            text.Append($"  {MountWords.Access(mount),-3} {MountWords.Kind(mount),-9} {PrintableText.Escape(mount.Target)}{detail}  ({mount.Reason})\n");
        }

        Heading(text, "placeholders made in the project while it runs");
        Lines(text, plan.Placeholders.Select(p => p.Path));
        Heading(text, "host directories made when absent");
        Lines(text, plan.HostDirectories);
        Heading(text, "environment");
        foreach (PlannedVariable variable in plan.Environment)
        {
            text.Append($"  {PrintableText.Escape(variable.ToString())}  ({variable.Reason})\n");
        }

        Heading(text, "notices");
        Lines(text, plan.Notices);
        return text.ToString();
    }

    // An option and its value are one line.
    private static IEnumerable<string> Options(IReadOnlyList<string> arguments)
    {
        for (int i = 0; i < arguments.Count; i++)
        {
            bool hasValue = i > 0 && i + 1 < arguments.Count && arguments[i + 1][0] != '-';
            yield return hasValue ? $"{Quote(arguments[i])} {QuoteWhole(arguments[++i])}" : Quote(arguments[i]);
        }
    }

    private static void Resources(StringBuilder text, ResourcePlan plan)
    {
        Row(text, "memory", ResourceWords.Memory(plan));
        Row(text, "processors", ResourceWords.Cpus(plan));
        Row(text, "processes", ResourceWords.Processes(plan));
        Row(text, "inotify", ResourceWords.Inotify(plan));
    }

    private static void Network(StringBuilder text, LaunchPlan plan)
    {
        Heading(text, "may be reached, by name (ports 443 and 80 unless one is shown)");
        Lines(text, plan.Rules.Allow.GroupBy(r => r.Preset, StringComparer.Ordinal).Select(g => $"{string.Join(", ", g.Select(r => r.Text))}  ({g.Key ?? "--allow"})"));
        if (plan.Rules.Deny.Count > 0)
        {
            Heading(text, "never");
            Lines(text, [$"{string.Join(", ", plan.Rules.Deny.Select(r => r.Text))}  (--deny)"]);
        }

        if (plan.Published.Count > 0)
        {
            Heading(text, "published");
            Lines(text, plan.Published.Select(p => p.ToString()));
        }
    }

    private static void Heading(StringBuilder text, string heading) => text.Append(text.Length > 0 ? "\n" : string.Empty).Append(heading).Append('\n');

    private static void Row(StringBuilder text, string name, string value) => text.Append($"  {name,-14} {value}\n");

    private static void Lines(StringBuilder text, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        foreach (string line in all.Length == 0 ? ["none"] : all)
        {
            text.Append("  ").Append(PrintableText.Escape(line)).Append('\n');
        }
    }

    // The notices for the agent are pages long; --json has them whole.
    private static string Quote(string word) =>
        word.Length > LongestWord ? $"{Quote(word[..LongestWord])}...({word.Length} characters)" : QuoteWhole(word);

    private static string QuoteWhole(string word) =>
        word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '=' or ':' or ',' or '+' or '@' or '%')
            ? word
            : "'" + PrintableText.Escape(word).Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
