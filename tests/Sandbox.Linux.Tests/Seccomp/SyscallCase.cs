namespace Sandbox.Linux.Tests.Seccomp;

/// <summary>One system call that the probe makes.</summary>
/// <param name="Id">A name without spaces.</param>
/// <param name="Default">The answer under the default profile.</param>
/// <param name="Number">The number, written out so that it owes nothing to the table.</param>
/// <param name="Arguments">Up to six words of probe.c; missing ones are 0.</param>
internal sealed record SyscallCase(string Id, Expected Default, uint Number, string Arguments)
{
    /// <summary>sys, int80, nested or init.</summary>
    internal string Kind { get; init; } = "sys";

    internal Control Control { get; init; }

    /// <summary>Free when new namespaces are allowed.</summary>
    internal bool FreeWhenNested { get; init; }

    /// <summary>Free when debugging is allowed.</summary>
    internal bool FreeWhenDebugging { get; init; }

    /// <summary>Refused when the command is root inside.</summary>
    internal bool RefusedForRoot { get; init; }

    internal string Line
    {
        get
        {
            var words = Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return $"{Id} {Kind} 0x{Number:x} {string.Join(' ', words.Concat(Enumerable.Repeat("0", 6 - words.Length)))}";
        }
    }

    internal Expected Under(Sandbox.Linux.Seccomp.SeccompProfile profile)
    {
        if ((profile.AllowNestedUserNamespaces && FreeWhenNested) || (profile.AllowDebugging && FreeWhenDebugging))
        {
            return Expected.AsWithout;
        }

        return profile.DenySetgid && RefusedForRoot ? Expected.Eperm : Default;
    }
}
