using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Commands;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Settings;
using Sandbox.Cli.Tests.Fixtures;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Tests.Settings;

/// <summary>Whatever the user wants and whatever stands in the project's file: the policy with the file is no looser than the one without it, in no respect.</summary>
public sealed class ProjectPropertyTests
{
    private const int Rounds = 1500;

    private static readonly string[] Hosts = ["a.test", "b.a.test", "c.b.a.test", "pypi.org", "registry.npmjs.org", "github.com", "8.8.8.8", "10.0.0.1", "10.2.3.4", "169.254.169.254"];
    private static readonly int[] Ports = [22, 80, 443, 5432];

    /// <summary>Keys of lists with entries to draw from, and the options that say the same.</summary>
    private static readonly (string Key, string Flag, string[] Words)[] Lists =
    [
        ("network.allow", "--allow", ["a.test", "a.test:22", "*.a.test", "*.b.a.test:443", "any", "any:443", "10.0.0.0/8", "10.0.0.1", "169.254.0.0/16:80", "169.254.169.254:80", "pypi.org:443", "registry.npmjs.org:443"]),
        ("network.presets", "--preset", ["npm", "pypi", "balanced", "locked", "github"]),
        ("network.deny", "--deny", ["a.test", "*.a.test:443", "8.8.8.8"]),
        ("network.publish", "--publish", ["8080", "0.0.0.0:8080:80", "9090:80"]),
        ("rw", "--rw", ["/data", "/data/", "/data/a", "~/x"]),
        ("env", "--env", ["A", "A=1", "A=2", "B"]),
        ("forwards", "--forward", ["ssh-agent", "x11", "gh-token", "git-config"]),
        ("allowWrite", "--allow-write", ["all", ".vscode", ".envrc"]),
    ];

    private static readonly (string Key, string Flag, string[] Words)[] Words =
    [
        ("network.mode", "--network", ["\"none\"", "\"allowlist\"", "\"host\""]), ("credentials", "--credentials", ["\"none\"", "\"broker\"", "\"env\"", "\"file\""]),
        ("ask", "--ask", ["true", "false"]), ("allowDebug", "--allow-debug", ["true", "false"]), ("allowNestedUserns", "--allow-nested-userns", ["true", "false"]),
        ("pty", "--pty", ["true", "false"]), ("limits.pids", "--pids", ["\"64\"", "\"512\"", "\"5000\"", "\"none\""]),
    ];

    [Fact]
    public void A_project_s_file_never_loosens()
    {
        using Trial trial = new();
        Random random = new(20260901);
        int refused = 0;
        int tightened = 0;
        int compared = 0;
        for (int i = 0; i < Rounds; i++)
        {
            trial.Write(trial.User, Text(random, random.Next(4)));
            trial.Write(trial.Project, null);
            string[] flags = Flags(random);
            if (trial.Policy(flags) is not { } without)
            {
                continue;
            }

            string project = Text(random, 1 + random.Next(3));
            trial.Write(trial.Project, project);
            if (trial.Policy(flags) is not { } with)
            {
                refused++;
                continue;
            }

            compared++;
            string looser = Looser(without, with);
            Assert.True(looser.Length == 0, $"{looser} with {project}, user {File.ReadAllText(trial.User)}, options {string.Join(' ', flags)}");
            tightened += Looser(with, without).Length > 0 ? 1 : 0;
        }

        // The comparison has something to compare, and files do something.
        Assert.True(refused > Rounds / 10 && compared > Rounds / 10 && tightened > Rounds / 25, FormattableString.Invariant($"{refused} refused, {compared} compared, {tightened} tightened"));
    }

    [Fact]
    public void The_same_text_as_the_user_s_own_file_does_loosen()
    {
        using Trial trial = new();
        Random random = new(20260902);
        int loosened = 0;
        for (int i = 0; i < Rounds / 10; i++)
        {
            trial.Write(trial.User, null);
            SandboxPolicy without = trial.Policy([])!;
            trial.Write(trial.User, Text(random, 1 + random.Next(3)));
            loosened += trial.Policy([]) is { } with && Looser(without, with).Length > 0 ? 1 : 0;
        }

        Assert.True(loosened > Rounds / 50, FormattableString.Invariant($"{loosened}"));
    }

    /// <summary>In what the second policy is looser than the first; empty when it is not.</summary>
    private static string Looser(SandboxPolicy one, SandboxPolicy other)
    {
        string[] Writable(SandboxPolicy p) => [.. p.Paths.Where(static g => g.Writable).Select(static g => g.Path)];
        string[] ReadOnly(SandboxPolicy p) => [.. p.Paths.Where(static g => !g.Writable).Select(static g => g.Path)];
        HashSet<string> Names(SandboxPolicy p) => p.WritableProtectedNames.Contains("all") ? [.. ProtectedNames.All, "all"] : [.. p.WritableProtectedNames];
        int Exposure(CredentialMode m) => m switch { CredentialMode.None => 0, CredentialMode.Broker => 1, _ => 2 };
        int Processes(SandboxPolicy p) => p.Limits.Processes switch { null => Core.Planning.LimitsPart.DefaultProcesses, "none" => int.MaxValue, { } word => int.Parse(word, System.Globalization.CultureInfo.InvariantCulture) };
        List<string> looser = [];
        void Check(string what, bool isLooser) => looser.AddRange(isLooser ? [what] : []);
        Check("network", other.Network > one.Network);
        Check("rules", one.Network == NetworkMode.AllowList && other.Network == NetworkMode.AllowList && ReachesMore(one.Egress, other.Egress));
        Check("rules file", other.Egress.RulesFile is { } file && file != one.Egress.RulesFile);
        Check("publish", other.Egress.Publish.Except(one.Egress.Publish, StringComparer.Ordinal).Any());
        Check("credentials", other.Credentials != one.Credentials && Exposure(other.Credentials) >= Exposure(one.Credentials));
        Check("rw", Writable(other).Except(Writable(one), StringComparer.Ordinal).Any());
        Check("ro", !ReadOnly(other).SequenceEqual(ReadOnly(one), StringComparer.Ordinal));
        Check("env", other.Environment.Except(one.Environment).Any());
        Check("forwards", other.Forwards.Except(one.Forwards, StringComparer.Ordinal).Any());
        Check("allow-write", !Names(other).IsSubsetOf(Names(one)));
        Check("ask", one.Ask && !other.Ask);
        Check("debug", other.AllowDebugging && !one.AllowDebugging);
        Check("pty", one.Pty && !other.Pty);
        Check("pids", Processes(other) > Processes(one));
        Check("userns", other.AllowNestedUserNamespaces && !one.AllowNestedUserNamespaces);
        return string.Join(", ", looser);
    }

    private static bool ReachesMore(EgressPolicy one, EgressPolicy other)
    {
        Findings findings = new();
        NetworkRules narrow = NetworkRules.Parse(one.Allow, one.Deny, one.Presets, findings);
        NetworkRules wide = NetworkRules.Parse(other.Allow, other.Deny, other.Presets, findings);
        findings.ThrowIfAny();
        return Hosts.Any(h => HostName.TryParse(h, out HostName? host, out _) && Ports.Any(p =>
            (wide.Decide(host, p).Allowed && !narrow.Decide(host, p).Allowed) ||
            Hosts.Any(a => System.Net.IPAddress.TryParse(a, out System.Net.IPAddress? address) && wide.DecideAddress(host, address, p).Allowed && !narrow.DecideAddress(host, address, p).Allowed)));
    }

    /// <summary>A file with so many settings, each drawn at random.</summary>
    private static string Text(Random random, int count)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            if (random.Next(3) == 0)
            {
                (string key, _, string[] words) = Words[random.Next(Words.Length)];
                values[key] = words[random.Next(words.Length)];
            }
            else
            {
                (string key, _, string[] words) = Lists[random.Next(Lists.Length)];
                values[key] = $"[{string.Join(", ", random.GetItems(words, random.Next(3)).Select(static w => $"\"{w}\""))}]";
            }
        }

        IEnumerable<string> groups = values.Where(static v => v.Key.Contains('.', StringComparison.Ordinal)).GroupBy(static v => v.Key.Split('.')[0], StringComparer.Ordinal)
            .Select(static g => $"\"{g.Key}\": {{ {string.Join(", ", g.Select(static v => $"\"{v.Key.Split('.')[1]}\": {v.Value}"))} }}");
        return $"{{ {string.Join(", ", groups.Concat(values.Where(static v => !v.Key.Contains('.', StringComparison.Ordinal)).Select(static v => $"\"{v.Key}\": {v.Value}")))} }}";
    }

    private static string[] Flags(Random random)
    {
        List<string> flags = [];
        foreach ((_, string flag, string[] words) in Lists.Where(_ => random.Next(6) == 0))
        {
            flags.AddRange([flag, words[random.Next(words.Length)]]);
        }

        foreach ((_, string flag, string[] words) in Words.Where(_ => random.Next(8) == 0))
        {
            flags.AddRange(words[0] == "true" ? [flag] : [flag, words[random.Next(words.Length)].Trim('"')]);
        }

        return [.. flags];
    }

    /// <summary>A world with a file of the user's and one of the project's, and the policy that comes of them.</summary>
    private sealed class Trial : IDisposable
    {
        private readonly World _world = new();
        private readonly CliHost _host;

        public Trial()
        {
            User = _world.WriteFile("home/.config/claude-sandbox/config.json", "{}");
            Project = Path.Combine(_world.Project, ".claude-sandbox.json");
            _host = _world.Host(TextWriter.Null, TextWriter.Null);
        }

        public string User { get; }

        public string Project { get; }

        public void Write(string path, string? text)
        {
            if (text is null)
            {
                File.Delete(path);
            }
            else
            {
                File.WriteAllText(path, text);
            }
        }

        /// <summary>Null when it is refused.</summary>
        public SandboxPolicy? Policy(string[] flags)
        {
            SandboxOptions options = new();
            Command command = new("run");
            options.AddTo(command);
            SandboxWords words = new(options, command.Parse([.. flags, _world.Project]));
            Findings findings = new();
            try
            {
                LaunchRequest request = new() { Kind = LaunchKind.Agent, Words = words, Policy = options.Read(words, findings) };
                findings.ThrowIfAny();
                return Configured.Apply(request, _host).Policy;
            }
            catch (SandboxException)
            {
                return null;
            }
        }

        public void Dispose() => _world.Dispose();
    }
}
