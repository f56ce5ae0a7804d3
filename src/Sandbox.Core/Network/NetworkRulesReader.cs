using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Core.Network;

/// <summary>Lists to rules, with every mistake as a finding.</summary>
internal sealed class NetworkRulesReader(Findings findings)
{
    /// <summary>Whether anything was wrong.</summary>
    public bool Failed { get; private set; }

    public List<NetworkRule> Read(string option, IEnumerable<string> entries, bool allows)
    {
        List<NetworkRule> rules = [];
        foreach (string entry in entries)
        {
            if (NetworkRuleParser.TryParse(entry, allows, out NetworkRule? rule, out string problem))
            {
                rules.Add(rule);
            }
            else
            {
                Fail($"{option} {(entry.Length == 0 ? "''" : PrintableText.Escape(entry))}: {problem}");
            }
        }

        return rules;
    }

    /// <summary>Each preset once, in ordinal order, so that what a verdict names does not depend on the order asked.</summary>
    public IEnumerable<NetworkRule> Presets(IEnumerable<string> names)
    {
        SortedDictionary<string, NetworkPreset> wanted = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (NetworkPresets.Get(name) is null)
            {
                Fail($"--preset {(name.Length == 0 ? "''" : PrintableText.Escape(name))}: unknown; known are {string.Join(", ", NetworkPresets.Names)}");
            }

            NetworkPresets.Expand(name).ToList().ForEach(p => wanted[p.Name] = p);
        }

        return [.. wanted.Values.SelectMany(p => Read($"preset {p.Name}", p.Rules, allows: true).Select(r => r with { Preset = p.Name }))];
    }

    private void Fail(string message)
    {
        Failed = true;
        findings.Add(ErrorCode.InvalidPolicy, message);
    }
}
