using Sandbox.Backends.Native;
using Sandbox.Cli.Egress;
using Sandbox.Core.Policy;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;
using Sandbox.Sessions.Live;

namespace Sandbox.Cli.Live;

/// <summary>Starts `claude-sandbox supervise` with everything that holds a sandbox, and waits until it has it.</summary>
internal static class Succession
{
    // Numbers in the successor; see SuperviseVerb.
    public const int State = 3;
    public const int Status = 4;
    public const int Liveness = 5;
    public const int Control = 6;
    public const int Lock = 7;
    public const int Listener = 8;
    public const int Ready = 9;
    public const int Groups = 10;
    public const int Sockets = 11;

    // This very file, even when another version has been installed under its name since.
    private const string Self = "/proc/self/exe";

    // What differs between sudo's caller and what sudo makes of it. No others: what was held back from this program is held back from its successor.
    private static readonly string[] OfTheUser = ["HOME", "LOGNAME", "PATH", "SHELL", "USER", "XDG_RUNTIME_DIR"];

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <exception cref="IOException">There is no successor.</exception>
    public static void Start(RunningSandbox sandbox, LiveEntry entry, LiveRecord live, EgressSetup? setup, IReadOnlyList<string> names, Descriptor? groups, IReadOnlyDictionary<string, string> surroundings)
    {
        IReadOnlyList<(int Role, Descriptor Descriptor)> sockets = sandbox.Sockets?.Lend() ?? [];
        SupervisedState state = new()
        {
            Live = live,
            Egress = (setup?.Policy ?? EgressPolicy.Default) with { RulesFile = setup?.RulesFile },
            GitHub = setup?.GitHub ?? false,
            Keys = setup?.Keys ?? new SessionKeys(),
            Names = names,
            Roles = [.. sockets.Select(static s => s.Role.ToString(System.Globalization.CultureInfo.InvariantCulture))],
            WeakerReason = sandbox.Sockets?.WeakerReason ?? string.Empty,
        };
        byte[] bytes = state.Write();
        using Descriptor memory = Descriptor.SealedMemory("claude-sandbox-supervised", bytes);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(bytes);
        using Descriptor nothing = Descriptor.Null();
        (Descriptor readyRead, Descriptor readyWrite) = Descriptor.Pipe();
        using (readyRead)
        {
            // Not its caller's: whoever reads from this program's output must not wait for the successor's end.
            List<(Descriptor, int)> given = [(nothing, 0), (nothing, 1), (nothing, 2), (memory, State), (sandbox.Status, Status), (sandbox.Liveness, Liveness), (sandbox.Control, Control), (entry.Lock, Lock), (entry.Listener, Listener), (readyWrite, Ready), (groups ?? nothing, Groups)];
            given.AddRange(sockets.Select(static (s, i) => (s.Descriptor, Sockets + i)));
            using (readyWrite)
            {
                using SpawnedProcess successor = Spawn.Start(Self, ["claude-sandbox-cli", "supervise"], Environment(surroundings), given, ownSession: true);
            }

            if (!Poll.Wait(readyRead, Limit) || readyRead.Read(new byte[1]) != 1)
            {
                throw new IOException("`claude-sandbox supervise` did not start");
            }
        }
    }

    /// <summary>As this program was given it, but whoever was called by sudo goes on as whom it acts for: the successor is that user and nothing else.</summary>
    private static List<string> Environment(IReadOnlyDictionary<string, string> surroundings)
    {
        Dictionary<string, string> result = new(StringComparer.Ordinal);
        foreach (string line in ByteText.Decode(File.ReadAllBytes("/proc/self/environ")).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && !line.StartsWith("SUDO_", StringComparison.Ordinal))
            {
                result.TryAdd(line[..equals], line[(equals + 1)..]);
            }
        }

        foreach (string name in OfTheUser)
        {
            _ = result.Remove(name);
            if (surroundings.TryGetValue(name, out string? value))
            {
                result[name] = value;
            }
        }

        return [.. result.Select(static v => $"{v.Key}={v.Value}")];
    }
}
