namespace Sandbox.Nix.Configuration;

/// <summary>A kind of isolation that the flake has packages for.</summary>
/// <param name="Name">The package's, the option's and the file's name.</param>
/// <param name="IsGuest">It runs a NixOS system of its own.</param>
public sealed record NixBackend(string Name, bool IsGuest)
{
    public static NixBackend Native { get; } = new("native", IsGuest: false);

    public static NixBackend Bubblewrap { get; } = new("bubblewrap", IsGuest: false);

    public static NixBackend Container { get; } = new("container", IsGuest: true);

    public static NixBackend Vm { get; } = new("vm", IsGuest: true);

    public static IReadOnlyList<NixBackend> All { get; } = [Native, Bubblewrap, Container, Vm];
}
