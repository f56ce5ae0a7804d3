using Sandbox.Core.Planning;

namespace Sandbox.Core.Policy;

/// <summary>
/// Directories of a home that hold keys, tokens or browser profiles and nothing that anybody would call a project. They are never a
/// project, and a symbolic link never leads a grant there: only their own name does (FS-06, FS-08).
/// </summary>
public static class SecretStores
{
    /// <summary>Relative to the home directory.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        ".aws", ".azure", ".config/BraveSoftware", ".config/chromium", ".config/gcloud", ".config/gh", ".config/google-chrome", ".config/op", ".config/sops", ".docker",
        ".fly", ".gnupg", ".kube", ".local/share/keyrings", ".mozilla", ".password-store", ".ssh", ".terraform.d",
    ];

    // Holds the login beside skills and commands, which one may well want to work on.
    private const string AgentState = ".claude";

    /// <summary>The store that a path is in or is, as a path; null when it is in none.</summary>
    public static string? Find(string path, string home) =>
        Names.Select(n => Paths.Join(home, n)).FirstOrDefault(s => Paths.IsWithin(path, s)) ??
        (string.Equals(path, Paths.Join(home, AgentState), StringComparison.Ordinal) ? path : null);
}
