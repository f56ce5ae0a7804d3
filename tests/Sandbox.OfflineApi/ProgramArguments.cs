namespace Sandbox.OfflineApi;

/// <summary>The command line of <c>sandbox-offline-api</c>.</summary>
internal sealed record ProgramArguments
{
    public const string Usage = "usage: sandbox-offline-api --port-file FILE [--log FILE] [--until-stdin-closes]";

    public required string PortFile { get; init; }

    public string? LogFile { get; init; }

    public bool UntilStdinCloses { get; init; }

    /// <summary>The arguments, or null and what is wrong with them.</summary>
    public static ProgramArguments? Parse(IReadOnlyList<string> arguments, out string problem)
    {
        var parsed = new ProgramArguments { PortFile = "" };
        for (var index = 0; index < arguments.Count; index++)
        {
            var option = arguments[index];
            if (option == "--until-stdin-closes")
            {
                parsed = parsed with { UntilStdinCloses = true };
                continue;
            }

            if (option is not ("--port-file" or "--log"))
            {
                problem = $"unknown argument '{option}'";
                return null;
            }

            if (++index == arguments.Count || arguments[index].Length == 0)
            {
                problem = $"{option} needs a file name";
                return null;
            }

            parsed = option == "--log" ? parsed with { LogFile = arguments[index] } : parsed with { PortFile = arguments[index] };
        }

        problem = parsed.PortFile.Length == 0 ? "--port-file is required" : "";
        return problem.Length == 0 ? parsed : null;
    }
}
