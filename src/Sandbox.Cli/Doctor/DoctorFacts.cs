using Sandbox.Backends.Native;
using Sandbox.Core.Hosts;

namespace Sandbox.Cli.Doctor;

/// <summary>Everything the doctor looks at, gathered before anything is judged. Holds no secret.</summary>
internal sealed record DoctorFacts
{
    /// <summary>Kernel release ("6.1.0-42-amd64").</summary>
    public required string Release { get; init; }

    /// <summary>A launch up to the payload.</summary>
    public required TrialResult Trial { get; init; }

    public required HostFacts Host { get; init; }

    /// <summary>The kernel has overlayfs, or could load it.</summary>
    public required bool Overlay { get; init; }

    /// <summary>Path and version of the agent, or null.</summary>
    public required string? Agent { get; init; }

    /// <summary>What kind of credential there is, in words; null for none.</summary>
    public required string? Credential { get; init; }

    /// <summary>Why the credential that is there cannot be used; null otherwise.</summary>
    public required string? CredentialProblem { get; init; }

    /// <summary>Directories of ours that cannot be made or written: path and why.</summary>
    public required IReadOnlyList<string> UnusableDirectories { get; init; }

    public required string StateDirectory { get; init; }

    public required string DataDirectory { get; init; }

    /// <summary>Sockets of displays that are there.</summary>
    public required IReadOnlyList<string> Displays { get; init; }

    public required bool Kvm { get; init; }

    /// <summary>What a trial launch of another backend said, by the backend's word: null when it worked. Those that were not tried are not there.</summary>
    public required IReadOnlyDictionary<string, string?> Trials { get; init; }

    /// <summary>Absolute path by name, for those that were found.</summary>
    public required IReadOnlyDictionary<string, string> Tools { get; init; }
}
