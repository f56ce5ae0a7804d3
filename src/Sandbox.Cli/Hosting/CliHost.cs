using System.Collections;
using Sandbox.Cli.Output;
using Sandbox.Backends.Host;
using Sandbox.Core.Hosts;
using Sandbox.Linux.Files;
using Sandbox.Linux.Kernel;
using Sandbox.Linux.Terminals;

namespace Sandbox.Cli.Hosting;

/// <summary>What the program takes from its surroundings, so that tests can give it others.</summary>
internal sealed class CliHost
{
    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; set; }

    /// <summary>The directory of this executable, where the executor lies too.</summary>
    public required string ProgramDirectory { get; init; }

    /// <summary>See <see cref="FileModeMask.SpareOwner"/>.</summary>
    public uint? Umask { get; init; }

    /// <summary>The command line without argv[0], as it was given.</summary>
    public IReadOnlyList<string> Words { get; set; } = [];

    /// <summary>Whether a descriptor is a terminal.</summary>
    public Func<int, bool> IsTerminal { get; init; } = static _ => false;

    /// <summary>The word after --color.</summary>
    public string? Color { get; set; }

    /// <summary>Of what is written to <see cref="Out"/>; decided where it is first asked for.</summary>
    public Colors OutColors => field ??= ColorChoice.Decide(Color, Environment, () => IsTerminal(1));

    /// <summary>Of what is written to <see cref="Error"/>.</summary>
    public Colors ErrorColors => field ??= ColorChoice.Decide(Color, Environment, () => IsTerminal(2));
    /// <summary>Where the machine's own configuration is.</summary>
    public string SystemConfiguration { get; init; } = "/etc/claude-sandbox";

    /// <summary>Gathered when first asked for.</summary>
    /// <exception cref="Core.Diagnostics.SandboxException">CS203 or CS204: the environment is unusable.</exception>
    public HostFacts Facts => field ??= HostProbe.Gather(Environment);

    /// <summary>Opened where it is first asked for, so that a bad value is reported like every other mistake.</summary>
    public PhaseTrace Trace => field ??= PhaseTrace.From(Environment);

    public static CliHost System() => new()
    {
        Out = Writer(1),
        Error = Writer(2),
        Environment = CalledName.Take(ReadEnvironment(), global::System.Environment.GetCommandLineArgs()[0]),
        ProgramDirectory = AppContext.BaseDirectory,
        IsTerminal = Terminal.IsTerminal,
        Umask = FileModeMask.SpareOwner(),
    };

    // Console would take hold of the terminal's settings and signals, which belong to the payload (design decision 5).
    private static StreamWriter Writer(int descriptor) =>
        new(new DescriptorStream(descriptor), new System.Text.UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };

    // The starter renames variables that could get into the runtime; to the payload they are what they were.
    private const string HeldPrefix = "CLAUDE_SANDBOX_HELD_";

    private static Dictionary<string, string> ReadEnvironment()
    {
        Dictionary<string, string> all = ReadBlock();
        all.Remove("DOTNET_EnableDiagnostics");
        foreach (string held in all.Keys.Where(k => k.StartsWith(HeldPrefix, StringComparison.Ordinal)).ToArray())
        {
            all[held[HeldPrefix.Length..]] = all[held];
            all.Remove(held);
        }

        return all;
    }

    private static Dictionary<string, string> ReadBlock()
    {
        Dictionary<string, string> result = new(StringComparer.Ordinal);
        bool replaced = false;
        foreach (DictionaryEntry entry in global::System.Environment.GetEnvironmentVariables())
        {
            string value = (string?)entry.Value ?? string.Empty;
            replaced |= value.Contains('\uFFFD', StringComparison.Ordinal);
            result[(string)entry.Key] = value;
        }

        return replaced ? ReadRaw() ?? result : result;
    }

    private static Dictionary<string, string>? ReadRaw()
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes("/proc/self/environ");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        Dictionary<string, string> result = new(StringComparer.Ordinal);
        foreach (string line in ByteText.Decode(bytes).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                result.TryAdd(line[..equals], line[(equals + 1)..]);
            }
        }

        return result;
    }
}
