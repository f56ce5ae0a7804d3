using Sandbox.Core.Plans;

namespace Sandbox.Cli.Output;

/// <summary>The words for <see cref="Enforcement"/>.</summary>
internal static class EnforcementWords
{
    public static string Of(Enforcement enforcement) => enforcement switch
    {
        Enforcement.Enforced => "enforced",
        Enforcement.Weaker => "weaker",
        _ => "impossible",
    };
}
