namespace Sandbox.Linux.Seccomp;

/// <summary>The profiles in which a rule holds.</summary>
internal enum RuleScope
{
    Always,
    UnlessNested,
    UnlessDebugging,
}
