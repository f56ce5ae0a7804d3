using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Commands;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Cli;

internal static class Program
{
    private static int Main(string[] args) => Run(RawArguments.Read(args), CliHost.System());

    internal static int Run(IReadOnlyList<string> arguments, CliHost host)
    {
        Messages messages = new(host.Error, quiet: false);
        SplitArguments split = SplitArguments.Of(arguments);
        string verb = Verb(split);
        try
        {
            PhaseTrace trace = host.Trace;
            if (verb.Length == 0)
            {
                verb = "run";
                split = split with { Own = ["run", .. split.Own] };
            }

            RootCommand root = CommandTree.Build(host, split);
            ParserConfiguration parser = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };
            ParseResult parsed = root.Parse(split.Own, parser);
            if (parsed.Action is not System.CommandLine.Help.HelpAction && !IsVersion(parsed))
            {
                UsageErrors.ThrowIfAny(UsageErrors.Find(parsed, split));
            }

            InvocationConfiguration invocation = new()
            {
                Output = host.Out,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            int code = parsed.Invoke(invocation);
            trace.Mark("teardown");
            return code;
        }
        catch (SandboxException e)
        {
            messages.Error(e);
            return ExitCode(verb, e.Code);
        }
        catch (Exception e)
        {
            messages.Unexpected(e);
            return IsLaunch(verb) ? ExitCodes.Refused : ExitCodes.Failed;
        }
    }

    /// <summary>The first word when it is a verb or asks about the program itself; empty when the default verb is meant.</summary>
    private static string Verb(SplitArguments split) =>
        split.Own.Count > 0 && split.Own[0] is "run" or "exec" or "plan" or "agent" or "--help" or "-h" or "-?" or "--version" ? split.Own[0] : string.Empty;

    private static bool IsVersion(ParseResult parsed) => parsed.GetResult("--version") is System.CommandLine.Parsing.OptionResult { Implicit: false };

    private static bool IsLaunch(string verb) => verb is "run" or "exec";

    private static int ExitCode(string verb, ErrorCode code) =>
        IsLaunch(verb) ? ExitCodes.Refused :
        code == ErrorCode.Usage ? ExitCodes.Usage :
        code == ErrorCode.Credential ? ExitCodes.NeedsAuthentication : ExitCodes.Failed;
}
