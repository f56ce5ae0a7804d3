namespace Sandbox.Verify;

/// <summary>How a program is started in the sandbox that is tried.</summary>
/// <param name="Backend">The name it is reported under.</param>
/// <param name="Launcher">Absolute path of the program that starts it.</param>
/// <param name="Arguments">Project directory, further options, payload: the launcher's words behind its own name.</param>
public sealed record SandboxCommand(string Backend, string Launcher, Func<string, IReadOnlyList<string>, IReadOnlyList<string>, IReadOnlyList<string>> Arguments)
{
    /// <summary>As Arguments, for a program that may join a sandbox of the project that is running; null where nothing joins.</summary>
    public Func<string, IReadOnlyList<string>, IReadOnlyList<string>, IReadOnlyList<string>>? Joining { get; init; }

    /// <summary>Further variables of the launcher, NAME=VALUE.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>The longest that one launch may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>claude-sandbox itself, as a user runs it.</summary>
    /// <param name="launcher">Absolute path of claude-sandbox.</param>
    /// <param name="backend">Name of a backend.</param>
    /// <param name="options">Further options of exec.</param>
    public static SandboxCommand Of(string launcher, string backend, IReadOnlyList<string> options) =>
        new(backend, launcher, (project, more, payload) => ["exec", "-q", "--new", "--backend", backend, .. options, .. more, project, "--", .. payload])
        {
            Joining = (project, more, payload) => ["exec", "-q", "--backend", backend, .. options, .. more, project, "--", .. payload],
            Patience = TimeSpan.FromSeconds(backend == "vm" ? 240 : 60),
        };
}
