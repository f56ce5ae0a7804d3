using System.CommandLine;
using System.CommandLine.Parsing;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Commands;
using Sandbox.Cli.Container;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Cli;

internal static class Program
{
    private static int Main(string[] args)
    {
        CliHost host = CliHost.System();
        return Run(() => ContainerStart.Take(RawArguments.Read(args), Environment.GetCommandLineArgs()[0], host), host);
    }

    internal static int Run(IReadOnlyList<string> arguments, CliHost host) => Run(() => arguments, host);

    private static int Run(Func<IReadOnlyList<string>> read, CliHost host)
    {
        Messages messages = new(host.Error, quiet: false, () => host.ErrorColors);
        string verb = Verbs.Run;
        try
        {
            SplitArguments arguments = SplitArguments.Of(read()).WithVerb();
            verb = arguments.Own[0];
            host.Color = ColorChoice.Given(arguments.Own);
            int code = Invoke(arguments, host);
            host.Trace.Mark("teardown");
            return code;
        }
        catch (SandboxException e)
        {
            messages.Error(e);
            return Verbs.IsLaunch(verb) ? ExitCodes.OfLaunch(e.Code) : ExitCodes.OfVerb(e.Code);
        }
        catch (Exception e)
        {
            if (Shortage.Explain(e) is { } shortage)
            {
                messages.Error(shortage);
            }
            else
            {
                messages.Unexpected(e);
            }

            return Verbs.IsLaunch(verb) ? ExitCodes.Refused : ExitCodes.Failed;
        }
    }

    private static int Invoke(SplitArguments arguments, CliHost host)
    {
        ParserConfiguration parser = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };
        ParseResult parsed = CommandTree.Build(host, arguments).Parse(arguments.Own, parser);
        if (parsed.Action is not HelpTextAction)
        {
            CheckWords(parsed, arguments, host);
        }

        InvocationConfiguration invocation = new()
        {
            Output = host.Out,
            Error = host.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        return parsed.Invoke(invocation);
    }

    private static void CheckWords(ParseResult parsed, SplitArguments arguments, CliHost host)
    {
        Findings findings = new();
        OwnWords.Check(parsed.CommandResult.Command, arguments, findings);
        findings.ThrowIfAny();
        if (host.Color is { } color and not ("auto" or "always" or "never"))
        {
            findings.Add(ErrorCode.Usage, $"{ColorChoice.Option} {PrintableText.Escape(color)}: use one of {ColorChoice.Words.Replace("|", ", ", StringComparison.Ordinal)}");
        }

        // Whatever the parser has against words that we have nothing against.
        foreach (ParseError error in parsed.Errors)
        {
            findings.Add(ErrorCode.Usage, char.ToLowerInvariant(error.Message[0]) + error.Message[1..].TrimEnd('.'));
        }

        findings.ThrowIfAny();
    }
}
