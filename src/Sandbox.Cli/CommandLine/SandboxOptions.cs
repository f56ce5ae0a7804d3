using System.CommandLine;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.CommandLine;

/// <summary>The options that make a policy; run, exec and plan share them.</summary>
internal sealed class SandboxOptions
{
    public Argument<string?> Directory { get; } = new("DIR")
    {
        Description = "project directory (default: the current one)",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => null,
    };

    public Option<string[]> ReadOnly { get; } = Many("--ro", "PATH", "share a host path read-only, at the same path inside");

    public Option<string[]> ReadWrite { get; } = Many("--rw", "PATH", "share a host path read-write");

    public Option<string[]> Env { get; } = Many("--env", "NAME[=VALUE]", "pass a variable: your value of it, or the one given");

    public Option<string[]> Forward { get; } = Many("--forward", "NAME[,NAME]", "let something of the host in: gh-config, ssh-agent, nix-daemon, x11, wayland");

    public Option<string> Network { get; } = new("--network")
    {
        Description = "none: nothing but loopback; host: your network, localhost services included",
        HelpName = "host|none",
        DefaultValueFactory = _ => "host",
    };

    public Option<string> Credentials { get; } = new("--credentials")
    {
        Description = "how the agent's token gets in: env, file (access token only), none",
        HelpName = "env|file|none",
        DefaultValueFactory = _ => "env",
    };

    public Option<string[]> AllowWrite { get; } = Many("--allow-write", "NAME", "let the agent write a protected name of the project (.vscode, .git/hooks, ... or all)");

    public Option<string> Backend { get; } = new("--backend")
    {
        Description = "how to isolate",
        HelpName = "native",
        DefaultValueFactory = _ => "native",
    };

    public Option<string?> Agent { get; } = new("--agent") { Description = "run this command instead of claude", HelpName = "COMMAND" };

    public Option<bool> Ask { get; } = new("--ask") { Description = "keep the agent's own permission prompts" };

    public Option<bool> NestedUserNamespaces { get; } = new("--allow-nested-userns")
    {
        Description = "let programs inside make user namespaces; read-only protections of the project can then be taken off",
    };

    public Option<bool> Debugging { get; } = new("--allow-debug") { Description = "let debuggers trace processes of the sandbox" };

    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "no notices on stderr" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(Directory);
        foreach (Option option in (Option[])[ReadOnly, ReadWrite, Env, Forward, Network, Credentials, AllowWrite, Backend, Agent, Ask, Debugging, NestedUserNamespaces, Quiet])
        {
            command.Options.Add(option);
        }
    }

    private static Option<string[]> Many(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false, DefaultValueFactory = _ => [] };

    /// <summary>The policy, with every mistake in <paramref name="mistakes"/>.</summary>
    public SandboxPolicy Read(ParseResult parsed, ICollection<string> mistakes)
    {
        string backend = parsed.GetValue(Backend)!;
        if (backend is not ("native" or "auto"))
        {
            mistakes.Add($"--backend {backend}: this build has only native");
        }

        return new SandboxPolicy
        {
            ProjectDirectory = parsed.GetValue(Directory) ?? ".",
            Network = Choice(mistakes, "--network", parsed.GetValue(Network)!, ("host", NetworkMode.Host), ("none", NetworkMode.None)),
            Credentials = Choice(
                mistakes, "--credentials", parsed.GetValue(Credentials)!,
                ("env", CredentialMode.Environment), ("file", CredentialMode.File), ("none", CredentialMode.None)),
            Paths = [.. parsed.GetValue(ReadOnly)!.Select(p => new PathGrant(p, false)), .. parsed.GetValue(ReadWrite)!.Select(p => new PathGrant(p, true))],
            Environment = [.. parsed.GetValue(Env)!.Select(Variable)],
            Forwards = [.. parsed.GetValue(Forward)!.SelectMany(f => f.Split(','))],
            WritableProtectedNames = parsed.GetValue(AllowWrite)!,
            Ask = parsed.GetValue(Ask),
            AllowNestedUserNamespaces = parsed.GetValue(NestedUserNamespaces),
            AllowDebugging = parsed.GetValue(Debugging),
        };
    }

    private static EnvironmentGrant Variable(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new EnvironmentGrant(text, null) : new EnvironmentGrant(text[..equals], text[(equals + 1)..]);
    }

    private static T Choice<T>(ICollection<string> mistakes, string option, string value, params (string Word, T Value)[] known)
    {
        foreach ((string word, T result) in known)
        {
            if (string.Equals(word, value, StringComparison.Ordinal))
            {
                return result;
            }
        }

        mistakes.Add($"{option} {Core.Planning.PrintableText.Escape(value)}: use one of {string.Join(", ", known.Select(k => k.Word))}");
        return known[0].Value;
    }
}
