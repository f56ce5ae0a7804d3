using System.Runtime.InteropServices;

namespace Sandbox.Testing;

/// <summary>What to run: nothing of the test process (variables, descriptors, signal state, terminal) is inherited unless named here.</summary>
/// <param name="FileName">An absolute path; it is also <c>argv[0]</c>.</param>
/// <param name="Arguments">The arguments after <c>argv[0]</c>, handed over as they are: no shell is involved.</param>
public sealed record ProcessRequest(string FileName, params IReadOnlyList<string> Arguments)
{
    /// <summary>A search path of system directories and a UTF-8 locale.</summary>
    public static IReadOnlyDictionary<string, string> MinimalEnvironment { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["LANG"] = "C.UTF-8",
        ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    };

    /// <summary>The whole environment of the child; <see cref="MinimalEnvironment"/> unless set.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = MinimalEnvironment;

    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Standard input, closed after the last byte; <c>null</c> means <c>/dev/null</c>.</summary>
    public ReadOnlyMemory<byte>? Input { get; init; }

    /// <summary>Descriptors that the child sees as 3, 4, 5 ... in this order; it gets no others.</summary>
    public IReadOnlyList<SafeHandle> Descriptors { get; init; } = [];

    /// <summary>After this time the process group is killed and the run fails. Must be positive.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The same request with one more variable, or one replaced.</summary>
    public ProcessRequest WithVariable(string name, string value) =>
        this with { Environment = new Dictionary<string, string>(Environment, StringComparer.Ordinal) { [name] = value } };

    /// <summary>The command line for messages; not meant to be run.</summary>
    public override string ToString() => string.Join(' ', [FileName, .. Arguments]);
}
