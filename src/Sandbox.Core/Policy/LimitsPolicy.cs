namespace Sandbox.Core.Policy;

/// <summary>How much of the machine a sandbox may use, in the user's words; null for the default. <see cref="LimitWords"/> reads them.</summary>
public sealed record LimitsPolicy
{
    /// <summary>Bytes with K, M, G or T (binary), a share of the machine ("50%"), or "none".</summary>
    public string? Memory { get; init; }

    /// <summary>Processors, with up to two decimals, or "none".</summary>
    public string? Cpus { get; init; }

    /// <summary>Processes and threads together, or "none".</summary>
    public string? Processes { get; init; }

    /// <summary>Size of each private in-memory place (/tmp, /var/tmp, home), as <see cref="Memory"/> without "none".</summary>
    public string? TmpSize { get; init; }

    /// <summary>Refuse to start where a limit cannot be enforced by a control group.</summary>
    public bool Required { get; init; }
}
