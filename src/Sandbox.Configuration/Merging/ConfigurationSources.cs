using Sandbox.Configuration.Reading;

namespace Sandbox.Configuration.Merging;

/// <summary>All that somebody said; null where there is no such source.</summary>
public sealed record ConfigurationSources
{
    public GivenSettings? Package { get; init; }

    public GivenSettings? System { get; init; }

    public GivenSettings? User { get; init; }

    public GivenSettings? Environment { get; init; }

    public GivenSettings? Flags { get; init; }

    public GivenSettings? Managed { get; init; }

    public GivenSettings? Project { get; init; }

    /// <summary>Bytes of memory of this machine; 0 when unknown.</summary>
    public long MachineMemory { get; init; }

    /// <summary>Where relative paths of the command line begin; absolute.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>What ~ stands for; absolute.</summary>
    public required string Home { get; init; }
}
