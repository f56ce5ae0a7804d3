using Sandbox.Core.Hosts;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Egress;

/// <summary>The rules of a command line, its --rules file included.</summary>
internal static class CommandRules
{
    public static NetworkRules Read(EgressPolicy policy, HostFacts facts, Findings findings)
    {
        if (policy.RulesFile is { } name)
        {
            string file = CanonicalPath.Of(facts.Files, Paths.Anchor(name, facts.WorkingDirectory, facts.Home));
            policy = RulesFile.Add(policy, file, facts.Files.Read(file, RulesFile.Limit), findings);
        }

        return NetworkRules.Parse(policy.Allow, policy.Deny, policy.Presets, findings);
    }
}
