using Sandbox.Cli.CommandLine;
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
    /// <summary>The words as they are; the surroundings become those of the user that sudo was called by.</summary>
    /// <param name="words">The command line without argv[0].</param>
    /// <param name="program">argv[0].</param>
    /// <param name="host">Whose environment may be another one afterwards.</param>
    /// <exception cref="SandboxException">CS307: sudo names a user that there is not.</exception>
    public static IReadOnlyList<string> Take(IReadOnlyList<string> words, string program, CliHost host)
    {
        host.Words = words;
        bool named = string.Equals(Path.GetFileName(program), CalledName.Container, StringComparison.Ordinal);
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

    // Before anything is parsed: what is parsed is looked up as whoever this process is by then.
    private static bool Asks(IReadOnlyList<string> words, IReadOnlyDictionary<string, string> environment)
    {
        string nspawn = BackendKind.Nspawn.Word();
        return RawArguments.Says(words, "--backend", nspawn) || string.Equals(environment.GetValueOrDefault(CalledName.Variable), nspawn, StringComparison.Ordinal);
    }
}
