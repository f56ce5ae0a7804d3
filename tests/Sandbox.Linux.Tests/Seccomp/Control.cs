namespace Sandbox.Linux.Tests.Seccomp;

/// <summary>What the arm without a filter shows.</summary>
internal enum Control
{
    /// <summary>The kernel itself answers differently, for every user.</summary>
    Differs,

    /// <summary>The kernel itself answers differently, but an ordinary user is refused by it as well.</summary>
    DiffersForRoot,

    /// <summary>The kernel may give the same answer (no such call, protocol not built); only the marked filter tells who spoke.</summary>
    MayAgree,
}
