using Sandbox.Cli.Hosting;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Forwards;
using Sandbox.Core.Policy;
using Sandbox.Linux.Files;
using Sandbox.Linux.Kernel;
using Sandbox.Linux.Users;

namespace Sandbox.Cli.Container;

/// <summary>The first thing that happens: what the name claude-sandbox-container means, and whom root acts for.</summary>
internal static class ContainerStart
{
    /// <summary>The name under which this program means containers of systemd-nspawn.</summary>
    public const string Name = "claude-sandbox-container";

    /// <summary>The same as --backend.</summary>
    public const string Variable = "CLAUDE_SANDBOX_BACKEND";

    /// <summary>The words as they are; the surroundings become those of the user that sudo was called by.</summary>
    /// <param name="words">The command line without argv[0].</param>
    /// <param name="program">argv[0].</param>
    /// <param name="host">Whose environment may be another one afterwards.</param>
    /// <exception cref="SandboxException">CS307: sudo names a user that there is not.</exception>
    public static IReadOnlyList<string> Take(IReadOnlyList<string> words, string program, CliHost host)
    {
        host.Words = words;
        bool named = string.Equals(Path.GetFileName(program), Name, StringComparison.Ordinal);
        if (named)
        {
            host.Environment = With(host.Environment, Variable, host.Environment.TryGetValue(Variable, out string? chosen) ? chosen : BackendKind.Nspawn.Word());
        }

        if ((named || Asks(words, host.Environment)) && ProcessIdentity.Uid == 0 && host.Environment.TryGetValue(SudoUser.UidVariable, out string? uid))
        {
            PasswordEntry user = SudoUser.Of(uid, host.Environment.GetValueOrDefault(SudoUser.NameVariable), PasswordEntry.Of);
            if (user.Uid != 0)
            {
                RootRights.ActFor(user);
            }

            host.Environment = SudoUser.Environment(host.Environment, user, static path => FileStatus.Look(path) is { IsDirectory: true } status ? status.Uid : null);
        }

        return named ? [.. words.TakeWhile(static w => w != "--").SelectMany(Translate), .. words.SkipWhile(static w => w != "--")] : words;
    }

    // What the program of this name has always taken (N75).
    private static IEnumerable<string> Translate(string word) => word == "--gh-token" ? ["--forward", ForwardCatalog.GitHubToken] : [word];

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> environment, string name, string value) =>
        new(environment, StringComparer.Ordinal) { [name] = value };

    // Before anything is parsed: what is parsed is looked up as whoever this process is by then.
    private static bool Asks(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment)
    {
        string nspawn = BackendKind.Nspawn.Word();
        for (int i = 0; i < words.Count && words[i] != "--"; i++)
        {
            if (words[i] == "--backend=nspawn" || (words[i] == "--backend" && i + 1 < words.Count && string.Equals(words[i + 1], nspawn, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return environment.TryGetValue(Variable, out string? value) && string.Equals(value, nspawn, StringComparison.Ordinal);
    }
}
