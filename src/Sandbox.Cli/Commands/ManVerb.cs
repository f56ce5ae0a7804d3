using System.CommandLine;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Manual;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox man [PAGE]</c>: the manual pages, made from the command tree.</summary>
internal static class ManVerb
{
    public static Verb Create(CliHost host)
    {
        Verb command = new(Verbs.Man, "print a manual page, or write all of them")
        {
            Usage = ["claude-sandbox man [PAGE]", "claude-sandbox man --out DIR"],
            Examples =
            [
                ("claude-sandbox man run | man -l -", "read one"),
                ("claude-sandbox man --out ~/.local/share/man", "all of them, where man finds them"),
            ],
        };
        Argument<string?> page = new("PAGE")
        {
            Description = "a verb, with a dash between two (network-why); the program's own without one",
            Arity = ArgumentArity.ZeroOrOne,
            DefaultValueFactory = _ => null,
        };
        Option<string> to = SandboxOptions.One("--out", "DIR", "write every page to DIR/man1");
        command.Arguments.Add(page);
        command.Options.Add(to);
        command.SetAction(parsed =>
        {
            Verb root = (Verb)command.Parents.Single();
            if (parsed.GetValue(to) is { } directory)
            {
                _ = parsed.GetValue(page) is null ? true : throw new SandboxException(ErrorCode.Usage, "--out writes every page: leave out PAGE, or --out");
                Write(root, directory);
            }
            else
            {
                host.Out.Write(ManPage.Render(Find(root, parsed.GetValue(page)), CommandTree.VersionText));
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static Verb Find(Verb root, string? page)
    {
        string name = page is null ? ManPage.NameOf(root) : $"{ManPage.NameOf(root)}-{page}";
        return ManPage.All(root).FirstOrDefault(v => string.Equals(ManPage.NameOf(v), name, StringComparison.Ordinal)) ??
            throw new SandboxException(
                ErrorCode.Usage, $"no manual page {PrintableText.Escape(page!)}: known are {string.Join(", ", ManPage.All(root).Where(v => v != root).Select(ManPage.WordOf))}");
    }

    private static void Write(Verb root, string directory)
    {
        try
        {
            string section = Path.Combine(directory, "man1");
            _ = Directory.CreateDirectory(section);
            foreach (Verb verb in ManPage.All(root))
            {
                File.WriteAllText(Path.Combine(section, ManPage.NameOf(verb) + ".1"), ManPage.Render(verb, CommandTree.VersionText));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SandboxException(ErrorCode.HostPath, $"cannot write manual pages to {PrintableText.Escape(directory)}: {e.Message.TrimEnd('.')}: name a directory you may write", e);
        }
    }
}
