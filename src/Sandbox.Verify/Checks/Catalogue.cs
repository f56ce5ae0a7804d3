namespace Sandbox.Verify.Checks;

/// <summary>Every check, in the order in which they are made: what is needed comes before what does harm.</summary>
internal static class Catalogue
{
    public static IReadOnlyList<(string Group, IReadOnlyList<BatteryCheck> Checks)> Create() =>
    [
        ("what programs need", NeedChecks.All),
        ("files", FileChecks.All),
        ("processes and devices", ProcessChecks.All),
        ("system calls", CallChecks.All),
        ("servers", NetworkChecks.All),
        ("credentials", CredentialChecks.All),
        ("git", GitChecks.All),
        ("launching", LifeChecks.Create()),
    ];
}
