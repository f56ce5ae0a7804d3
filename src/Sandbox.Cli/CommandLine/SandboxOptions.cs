using System.CommandLine;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Forwards;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.CommandLine;

/// <summary>The options that make a policy; run, exec and plan share them.</summary>
internal sealed class SandboxOptions
{
    public Argument<string?> Directory { get; } = new("DIR")
    {
        Description = "project directory, writable inside (default: the current one)",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => null,
    };

    public Option<string[]> ReadOnly { get; } = Many("--ro", "PATH", "share a host path read-only, at the same path inside");

    public Option<string[]> ReadWrite { get; } = Many("--rw", "PATH", "share a host path, writable");

    public Option<string[]> Env { get; } = Many("--env", "NAME[=VALUE]", "pass a variable: your value of it, or the one given");

    public Option<string[]> Forward { get; } = Many(
        "--forward", "NAME[,NAME]", $"let something of the host in: {string.Join(", ", ForwardCatalog.All.Where(f => !f.Default).Select(f => f.Name))}");

    public Option<bool> Desktop { get; } = Flag("--desktop", "let it open windows on your display (Wayland, else X11), with graphics card and sound where there are any");

    public Option<string> Network { get; } = One("--network", "allowlist|none|host", "allowlist (default): only what the rules allow, by name; none: a loopback interface and nothing else; host: your network, services on localhost included");

    public Option<string[]> Allow { get; } = Many("--allow", "HOST[:PORT]", "let this host be reached (ports 443 and 80 unless one is given; *.DOMAIN, ADDRESS, RANGE/BITS)");

    public Option<string[]> Deny { get; } = Many("--deny", "HOST[:PORT]", "never this one, whatever else is allowed");

    public Option<string[]> Preset { get; } = Many(
        "--preset", "NAME[,NAME]", $"lists of hosts, in place of balanced: {string.Join(", ", NetworkPresets.Names)}");

    public Option<string> Rules { get; } = One("--rules", "FILE", "more of these three, a line each (allow HOST, deny HOST, preset NAME); read again whenever it changes");

    public Option<string[]> Publish { get; } = Many("--publish", "[ADDRESS:]PORT[:PORT]", "let a port of this machine (127.0.0.1 unless ADDRESS is given) lead to one inside");

    public Option<string> Credentials { get; } = One(
        "--credentials", "broker|env|file|none", "where the agent's token is: broker (default): outside, exchanged on the way; env: in a variable inside; file: in a login file inside, without what renews it; none");

    public Option<string[]> AllowWrite { get; } = Many("--allow-write", "NAME", "let the agent write a protected name of the project (.vscode, .git/hooks, ... or all)");

    public Option<string> Backend { get; } = One(
        "--backend", string.Join('|', BackendKinds.Words), "how to isolate: native (default): namespaces by this program itself; bubblewrap: namespaces by bwrap; nspawn: a systemd-nspawn container, as root; vm: a virtual machine by QEMU; auto: the strongest that works here without root");

    public Option<string> Rootfs { get; } = One("--rootfs", "DIR", "programs and libraries of the system in that directory, in place of this machine's");

    public Option<string> NixosSystem { get; } = One("--nixos-system", "PATH", "those of a NixOS system in the Nix store: the toplevel of its configuration");

    public Option<string> Qmp { get; } = One("--qmp", "PATH", "a socket there, outside of the sandbox, that the virtual machine's monitor listens on for you (with --backend vm)");

    public Option<string> Agent { get; } = One("--agent", "COMMAND", "run this command instead of claude");

    public Option<bool> Ask { get; } = Flag("--ask", "keep the agent's own permission prompts");

    public Option<bool> Pty { get; } = Flag("--pty", "a terminal of the sandbox's own in place of yours, which nothing inside then has open");

    public Option<bool> Tmux { get; } = Flag("--tmux", "the agent, or the shell, in tmux inside; `claude-sandbox enter --tmux` attaches another terminal");

    public Option<bool> NestedUserNamespaces { get; } = Flag(
        "--allow-nested-userns", "let programs inside make user namespaces; the read-only protections of the project can then be taken off");

    public Option<bool> Debugging { get; } = Flag("--allow-debug", "let debuggers trace processes of the sandbox");

    public Option<string> Report { get; } = One("--report", "FILE", "when it ends, write what was changed that tools outside run or obey, as JSON (-: to stderr)");

    public Option<string> Memory { get; } = One("--memory", "SIZE|PERCENT|none", "most memory of everything inside together: 2G, 50% (default: 75% of the machine's; 4G for a virtual machine)");

    public Option<string> Cpus { get; } = One("--cpus", "NUMBER|none", "most processor time: 1.5 is one and a half processors (default: all)");

    public Option<string> Pids { get; } = One("--pids", "NUMBER|none", "most processes and threads (default: 4096)");

    public Option<string> TmpSize { get; } = One("--tmp-size", "SIZE|PERCENT", "size of each of /tmp, /var/tmp and the private home (default: 8G, at most half of the machine's memory)");

    public Option<bool> RequireLimits { get; } = Flag("--require-limits", "refuse to start where a control group cannot hold the limits");

    public Option<bool> Quiet { get; } = Flag("--quiet", "no notices on stderr", "-q");

    /// <summary>Those that make a policy, in the order of the help. Where the report goes is no policy: no file may say it.</summary>
    public IReadOnlyList<Option> All => field ??= [ReadOnly, ReadWrite, Env, Forward, Desktop, Network, Allow, Deny, Preset, Rules, Publish, Credentials, AllowWrite, Backend, Rootfs, NixosSystem, Qmp, Agent, Ask, Pty, Tmux, Debugging, NestedUserNamespaces, Memory, Cpus, Pids, TmpSize, RequireLimits, Quiet];

    public void AddTo(Command command)
    {
        command.Arguments.Add(Directory);
        foreach (Option option in All)
        {
            command.Options.Add(option);
        }

        command.Options.Add(Report);
    }

    public static Option<bool> Flag(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, Arity = ArgumentArity.Zero };

    public static Option<string> One(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value, Arity = ArgumentArity.ExactlyOne };

    private static Option<string[]> Many(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false, DefaultValueFactory = _ => [] };

    /// <summary>
    /// As <see cref="Read"/>, but a command gets the agent's credential only when it is the agent, or when the user says so:
    /// a build has no business with it.
    /// </summary>
    public SandboxPolicy ReadForCommand(SandboxWords words, IReadOnlyList<string>? command, Findings findings)
    {
        SandboxPolicy policy = Read(words, findings);
        bool named = words.IsGiven(Credentials);
        bool agent = command is [{ } first, ..] && string.Equals(Paths.Name(first), "claude", StringComparison.Ordinal);
        return named || agent ? policy : policy with { Credentials = CredentialMode.None };
    }

    /// <summary>The policy, with every mistake in its words in <paramref name="findings"/>.</summary>
    public SandboxPolicy Read(SandboxWords words, Findings findings)
    {
        if (words.One(Agent) is { Length: 0 })
        {
            findings.Add(ErrorCode.Usage, "--agent needs a command: it is empty");
        }

        NetworkMode network = Choice(
            findings, "--network", words.One(Network), [.. new[] { NetworkMode.AllowList, NetworkMode.None, NetworkMode.Host }.Select(static m => (m.Word(), m))]);
        SandboxPolicy policy = new()
        {
            ProjectDirectory = words.Parsed.GetValue(Directory) ?? ".",
            Backend = Choice<BackendKind?>(findings, "--backend", words.One(Backend), [.. BackendKinds.Built.Select(static k => (k.Word(), (BackendKind?)k)), (BackendKinds.Auto, null)]),
            Rootfs = words.One(Rootfs),
            NixosSystem = words.One(NixosSystem),
            Qmp = words.One(Qmp),
            Network = network,
            Egress = Egress(words),
            Credentials = Where(words, network, findings),
            Paths = [.. words.Many(ReadOnly).Select(p => new PathGrant(p, false)), .. words.Many(ReadWrite).Select(p => new PathGrant(p, true))],
            Environment = [.. words.Many(Env).Select(Variable)],
            Forwards = [.. words.Many(Forward).SelectMany(f => f.Split(','))],
            Desktop = words.Flag(Desktop),
            WritableProtectedNames = words.Many(AllowWrite),
            Limits = new LimitsPolicy
            {
                Memory = words.One(Memory),
                Cpus = words.One(Cpus),
                Processes = words.One(Pids),
                TmpSize = words.One(TmpSize),
                Required = words.Flag(RequireLimits),
            },
            Ask = words.Flag(Ask),
            Pty = words.Flag(Pty),
            Tmux = words.Flag(Tmux),
            AllowNestedUserNamespaces = words.Flag(NestedUserNamespaces),
            AllowDebugging = words.Flag(Debugging),
        };
        PolicyCheck.Add(policy, findings);
        return policy;
    }

    /// <summary>The network rules in its words; <see cref="NetworkRules.Parse"/> finds the mistakes.</summary>
    public EgressPolicy Egress(SandboxWords words) => new()
    {
        Allow = words.Many(Allow),
        Deny = words.Many(Deny),
        Presets = [.. words.ManyOr(Preset, EgressPolicy.Default.Presets).SelectMany(p => p.Split(','))],
        RulesFile = words.One(Rules),
        Publish = words.Many(Publish),
    };

    // The broker stands in a network of the sandbox's own. Without one a token would be of no use (none), or has to be inside (host).
    private CredentialMode Where(SandboxWords words, NetworkMode network, Findings findings) => (words.One(Credentials), network) switch
    {
        (null, NetworkMode.None) => CredentialMode.None,
        (null, NetworkMode.Host) => CredentialMode.Environment,
        ({ } word, _) => Choice(
            findings, "--credentials", word,
            ("broker", CredentialMode.Broker), ("env", CredentialMode.Environment), ("file", CredentialMode.File), ("none", CredentialMode.None)),
        _ => CredentialMode.Broker,
    };

    private static EnvironmentGrant Variable(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new EnvironmentGrant(text, null) : new EnvironmentGrant(text[..equals], text[(equals + 1)..]);
    }

    /// <summary>The first is the default.</summary>
    private static T Choice<T>(Findings findings, string option, string? value, params (string Word, T Value)[] known)
    {
        foreach ((string word, T result) in known)
        {
            if (value is null || string.Equals(word, value, StringComparison.Ordinal))
            {
                return result;
            }
        }

        findings.Add(ErrorCode.Usage, $"{option} {(value!.Length == 0 ? "''" : PrintableText.Escape(value))}: use one of {string.Join(", ", known.Select(k => k.Word))}");
        return known[0].Value;
    }
}
