using System.CommandLine;
using Sandbox.Core.Forwards;
using Sandbox.Core.Network;
using Sandbox.Core.Policy;

namespace Sandbox.Cli.Completion;

/// <summary>What is offered for the values of options and for arguments, by how their help writes them.</summary>
internal static class OfferedValues
{
    /// <summary>Null for an option that takes none.</summary>
    /// <exception cref="ArgumentException">An option whose value nobody has thought of; a test asks for all of them.</exception>
    public static OfferedValue? Of(Option option) => option.Arity.MaximumNumberOfValues == 0 ? null : option.Name switch
    {
        "--forward" => new(ValueKind.List, [.. ForwardCatalog.All.Where(f => !f.Default).Select(f => f.Name)]),
        "--preset" => new(ValueKind.List, [.. NetworkPresets.Names]),
        "--allow-write" => new(ValueKind.Words, ["all", .. ProtectedNames.All]),
        "--env" => new(ValueKind.Variables),
        _ => ByHelp(option.HelpName ?? string.Empty, option.Name),
    };

    /// <param name="argument">Of a verb.</param>
    /// <param name="pages">The manual's pages.</param>
    public static OfferedValue Of(Argument argument, IReadOnlyList<string> pages) =>
        argument.Name == "PAGE" ? new(ValueKind.Words, pages) : ByHelp(argument.HelpName ?? argument.Name, argument.Name);

    private static OfferedValue ByHelp(string help, string name) => help switch
    {
        "PATH" or "FILE" => new(ValueKind.Files),
        "KIND" => new(ValueKind.Words, ["vm"]),
        "DIR" => new(ValueKind.Directories),
        "COMMAND" => new(ValueKind.Command),
        "INSIDE" or "VERSION" or "HOST[:PORT]" or "[ADDRESS:]PORT[:PORT]" or "ID[,ID]" => OfferedValue.Text,
        _ when help.Contains('|', StringComparison.Ordinal) => new(ValueKind.Words, help.Split('|')),
        _ => throw new ArgumentException($"nobody knows what to offer for {name} {help}", nameof(name)),
    };
}
