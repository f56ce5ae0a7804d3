namespace Sandbox.Linux.Seccomp;

/// <summary>One line of <see cref="SyscallPolicy"/>.</summary>
/// <param name="Verdict">What happens to the calls named.</param>
/// <param name="Scope">When it happens.</param>
/// <param name="Names">Names of <see cref="SyscallTable"/>, separated by spaces.</param>
internal sealed record SyscallRule(SyscallVerdict Verdict, RuleScope Scope, string Names)
{
    internal bool AppliesTo(SeccompProfile profile) => Scope switch
    {
        RuleScope.UnlessNested => !profile.AllowNestedUserNamespaces,
        RuleScope.UnlessDebugging => !profile.AllowDebugging,
        _ => true,
    };
}
