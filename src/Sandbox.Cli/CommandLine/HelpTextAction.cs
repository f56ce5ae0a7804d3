using System.CommandLine;
using System.CommandLine.Invocation;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Cli.CommandLine;

/// <summary>Prints the verb's help, whatever else is on the command line.</summary>
internal sealed class HelpTextAction(CliHost host) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        host.Out.Write(host.OutColors.Help(HelpText.Of((Verb)parseResult.CommandResult.Command)));
        return ExitCodes.Ok;
    }
}
