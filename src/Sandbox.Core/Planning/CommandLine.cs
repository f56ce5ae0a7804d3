using Sandbox.Core.Hosts;

namespace Sandbox.Core.Planning;

/// <summary>argv of the payload and where execve looks for it.</summary>
internal static class CommandLine
{
    public static IReadOnlyList<string> Arguments(PlanContext context, Invocation invocation) => invocation switch
    {
        RunAgent run => [run.Agent.Command, .. run.Agent.LeadingArguments, .. run.Arguments],
        RunCommand command => command.CommandLine,
        _ => [Shell(context)],
    };

    /// <summary>A name with a slash is one path; anything else is looked up along the PATH that the payload gets.</summary>
    public static IReadOnlyList<string> Candidates(PlanContext context, string command)
    {
        if (command.Contains('/', StringComparison.Ordinal) || command.Length == 0)
        {
            return [command.Length == 0 ? "/" : command];
        }

        string path = context.Variables.First(v => string.Equals(v.Name, "PATH", StringComparison.Ordinal)).Value ?? string.Empty;
        return [.. path.Split(':').Select(d => Paths.Join(d.Length == 0 ? "." : d, command))];
    }

    /// <summary>The shell that exists inside.</summary>
    public static string Shell(PlanContext context) =>
        context.Files.Follow(context.NixosSystem is { } system ? NixosTree.Programs(system) + "/bash" : context.SystemPrefix + "/bin/bash").Kind == PathKind.File ? "/bin/bash" : "/bin/sh";
}
