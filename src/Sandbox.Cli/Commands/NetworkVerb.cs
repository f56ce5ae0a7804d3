using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Egress;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Settings;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Sandbox.Egress.Log;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox network log|why</c>.</summary>
internal static class NetworkVerb
{
    public static Verb Create(CliHost host)
    {
        Verb command = new(Verbs.Network, "what a sandbox reached and what it was refused, and what the rules say")
        {
            Usage = ["claude-sandbox network log [DIR]", "claude-sandbox network why [OPTIONS] HOST[:PORT]"],
        };
        command.Subcommands.Add(Log(host));
        command.Subcommands.Add(Why(host));
        command.SetAction(Missing);
        return command;
    }

    private static int Missing(ParseResult parsed) =>
        throw new SandboxException(ErrorCode.Usage, "network needs a verb: network log [DIR], or network why HOST[:PORT]");

    private static Verb Log(CliHost host)
    {
        Verb command = new("log", "print the network log of a project: a line of JSON for every connection and every refusal")
        {
            Usage = ["claude-sandbox network log [DIR]"],
            Notes = ["Fields: time, via (dns, capture, http, connect, socks, broker, publish), host, port (0 for a name), verdict (allowed, refused), rule, reason, remedy, sent and received (bytes)."],
            Examples = [("claude-sandbox network log | tail -3", "the latest"), ("claude-sandbox network log ~/src/app | jq 'select(.verdict == \"refused\")'", "refusals only")],
        };
        Argument<string> directory = EnterVerb.ProjectArgument();
        command.Arguments.Add(directory);
        command.SetAction(parsed =>
        {
            HostFacts facts = host.Facts;
            string project = ProjectDirectory.Resolve(parsed.GetValue(directory)!, facts).Path;
            foreach (EgressRecord record in NetworkLog.Read(facts, project))
            {
                host.Out.Write(System.Text.Encoding.UTF8.GetString(EgressJson.Write(record)));
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static Verb Why(CliHost host)
    {
        Verb command = new("why", "say whether a host may be reached, by which rule, and what would change that")
        {
            Usage = ["claude-sandbox network why [OPTIONS] HOST[:PORT]"],
            Notes = ["Takes the same rules as a run: --allow, --deny, --preset, --rules, and the configuration of the current directory. Exits with 0 when the host may be reached at that port, or at some port, else with 1."],
            Examples = [("claude-sandbox network why pypi.org", "every port that matters"), ("claude-sandbox network why --preset npm registry.npmjs.org:443", "with other rules")],
        };
        Argument<string> place = new("HOST[:PORT]") { Description = "a host name or address, and perhaps a port", Arity = ArgumentArity.ExactlyOne };
        SandboxOptions options = new();
        command.Arguments.Add(place);
        command.Options.Add(options.Allow);
        command.Options.Add(options.Deny);
        command.Options.Add(options.Preset);
        command.Options.Add(options.Rules);
        command.SetAction(parsed =>
        {
            Findings findings = new();
            SandboxWords words = new(options, parsed);
            SettingFiles files = SettingFiles.Find(".", host);
            NetworkRules rules = RulesFile.Rules(options.Egress(files.Any ? LoadedSettings.Words(words, files, host) : words), host.Facts, findings);
            (HostName? name, int? port) = Place(parsed.GetValue(place)!, findings);
            findings.ThrowIfAny();
            host.Out.Write(NetworkWhy.Explain(rules, name!, port));
            bool allowed = port is { } one ? rules.Decide(name!, one).Allowed : rules.Ports.Any(p => rules.Decide(name!, p).Allowed);
            return allowed ? ExitCodes.Ok : ExitCodes.Failed;
        });
        return command;
    }

    private static (HostName? Name, int? Port) Place(string text, Findings findings)
    {
        int colon = text.LastIndexOf(':');
        bool bracketed = text.StartsWith('[') && text.Contains(']', StringComparison.Ordinal);
        bool hasPort = colon >= 0 && (bracketed ? colon > text.IndexOf(']', StringComparison.Ordinal) : text.IndexOf(':', StringComparison.Ordinal) == colon);
        string host = (hasPort ? text[..colon] : text).Trim('[', ']');
        int? port = null;
        if (hasPort)
        {
            if (int.TryParse(text[(colon + 1)..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number) && number is > 0 and <= 65535)
            {
                port = number;
            }
            else
            {
                findings.Add(ErrorCode.Usage, $"{PrintableText.Escape(text)}: a port is a number from 1 to 65535");
            }
        }

        if (!HostName.TryParse(host, out HostName? name, out string problem))
        {
            findings.Add(ErrorCode.Usage, $"{(host.Length == 0 ? "''" : PrintableText.Escape(host))} is not a host: {problem}");
        }

        return (name, port);
    }
}
