namespace Sandbox.Core.Policy;

/// <summary>The words for <see cref="BackendKind"/>.</summary>
public static class BackendKinds
{
    /// <summary>The strongest that works here without root.</summary>
    public const string Auto = "auto";

    /// <summary>Those that this build has.</summary>
    public static IReadOnlyList<BackendKind> Built { get; } = [BackendKind.Native, BackendKind.Bubblewrap, BackendKind.Nspawn, BackendKind.Vm];

    public static string Word(this BackendKind kind) => kind switch
    {
        BackendKind.Native => "native",
        BackendKind.Bubblewrap => "bubblewrap",
        BackendKind.Nspawn => "nspawn",
        BackendKind.Vm => "vm",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>Every word that <c>--backend</c> takes.</summary>
    public static IEnumerable<string> Words => [.. Built.Select(Word), Auto];
}
