using Sandbox.Nix.Configuration;

namespace Sandbox.Nix;

/// <summary>Which files a configuration has.</summary>
internal static class FlakeFiles
{
    private const string Backends = "nix/backends/";
    private const string Guests = "nix/guests/";

    /// <param name="path">Below the output directory.</param>
    /// <param name="configuration">What is wanted.</param>
    public static bool IsWanted(string path, GeneratorConfiguration configuration)
    {
        if (path.StartsWith(Backends, StringComparison.Ordinal))
        {
            return configuration.Backends.Any(b => IsOf(path, Backends, b));
        }

        if (path.StartsWith(Guests, StringComparison.Ordinal))
        {
            NixBackend? one = NixBackend.All.FirstOrDefault(b => IsOf(path, Guests, b));
            return one is null ? configuration.Backends.Any(static b => b.IsGuest) : configuration.Backends.Contains(one);
        }

        return path switch
        {
            "nix/chromium.nix" => configuration.Chromium,
            "nix/checks/vm-mounts.nix" => configuration.Backends.Contains(NixBackend.Vm),
            _ => true,
        };
    }

    // NAME.nix, and NAME-something.
    private static bool IsOf(string path, string directory, NixBackend backend) =>
        path.AsSpan(directory.Length).StartsWith(backend.Name, StringComparison.Ordinal) && path[directory.Length + backend.Name.Length] is '.' or '-';
}
