namespace Sandbox.Bench.Results;

/// <summary>Ways to the same server; every list has one entry for each way, under its name.</summary>
internal sealed record NetworkResult
{
    /// <summary>Milliseconds of the first request of a fresh sandbox.</summary>
    public required IReadOnlyList<Summary> First { get; init; }

    /// <summary>Milliseconds of a GET on a new connection.</summary>
    public required IReadOnlyList<Summary> Connect { get; init; }

    /// <summary>Where these milliseconds go: way, then the parts in order.</summary>
    public required IReadOnlyList<ConnectParts> Parts { get; init; }

    /// <summary>Milliseconds of a GET on a connection that is already there.</summary>
    public required IReadOnlyList<Summary> Keep { get; init; }

    /// <summary>MiB a second of a large download.</summary>
    public required IReadOnlyList<Summary> Download { get; init; }

    public required int DownloadMebibytes { get; init; }

    public required IReadOnlyList<ManyTally> Many { get; init; }

    /// <summary>Milliseconds until the first event of a stream: upstream itself, broker.</summary>
    public required IReadOnlyList<Summary> FirstEvent { get; init; }

    /// <summary>Milliseconds from the server's sending of a later event until it is there.</summary>
    public required IReadOnlyList<Summary> EventDelay { get; init; }

    public required IReadOnlyList<IdleMemory> Idle { get; init; }

    /// <summary>The executor without and with the network part, then the difference within a round.</summary>
    public required IReadOnlyList<Summary> Executor { get; init; }

    public static Summary Get(IReadOnlyList<Summary> all, string name) => all.First(s => string.Equals(s.Name, name, StringComparison.Ordinal));
}

/// <summary>Medians, in milliseconds.</summary>
/// <param name="Way">Its name.</param>
/// <param name="Lookup">Until the name is known.</param>
/// <param name="Connect">Until the client's connection is made.</param>
/// <param name="Dial">Until the server has accepted a connection.</param>
/// <param name="Request">Until the server has the request.</param>
/// <param name="Answer">Until the client has the answer.</param>
internal sealed record ConnectParts(string Way, double Lookup, double Connect, double Dial, double Request, double Answer);

/// <summary>Many connections at once.</summary>
/// <param name="Way">Its name.</param>
/// <param name="Asked">Of all repetitions.</param>
/// <param name="Right">Got the answer to their own question.</param>
/// <param name="Peak">The most that the server held at the same time.</param>
/// <param name="Milliseconds">Median of the repetitions.</param>
/// <param name="Problems">Of the others, in words.</param>
internal sealed record ManyTally(string Way, int Asked, int Right, int Peak, double Milliseconds, string Problems);

/// <summary>Processes of a sandbox that wait outside: medians over launches, in KiB.</summary>
/// <param name="Name">What was started.</param>
/// <param name="Processes">How many.</param>
/// <param name="Before">Proportional set size before the first request.</param>
/// <param name="After">The same after a few; NaN when there can be none.</param>
internal sealed record IdleMemory(string Name, int Processes, double Before, double After);
