using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;

namespace Sandbox.Core.Planning;

/// <summary>
/// A command in tmux, server and client both inside: the socket lies in a directory of the sandbox's own memory, and nothing outside ever connects to it.
/// A client outside would run what a server inside tells it to.
/// </summary>
public static class TmuxCommand
{
    /// <summary>
    /// $1 is the socket, $2 the name of the session, the rest the command. A second agent of the same sandbox gets a session of another name. One word alone
    /// would go through a shell. When the user has detached, what runs goes on: the sandbox waits for it.
    /// </summary>
    private const string Start = """
        S=$1 N=$2; shift 2
        [ $# -gt 1 ] || set -- sh -c 'exec "$0"' "$1"
        tmux -S "$S" has-session -t "=$N" 2>/dev/null && set -- new-session -- "$@" || set -- new-session -s "$N" -- "$@"
        tmux -S "$S" -f /dev/null start-server \; \
          set-option -g mouse on \; set-option -g default-terminal tmux-256color \; \
          set-option -g status-style bg=colour208,fg=colour16 \; set-option -g status-left-length 40 \; "$@"
        code=$?
        tmux -S "$S" has-session 2>/dev/null || exit $code
        echo "claude-sandbox: detached: \`claude-sandbox enter --tmux\` attaches again; the sandbox ends with this command" >&2
        tmux -S "$S" wait-for claude-sandbox-end 2>/dev/null
        exit 0
        """;

    /// <summary>$1 is the socket.</summary>
    private const string Attach = """
        tmux -S "$1" has-session 2>/dev/null && exec tmux -S "$1" attach-session
        echo "claude-sandbox: no tmux is running in this sandbox: leave --tmux out, or start the sandbox with --tmux [CS505]" >&2
        exit 125
        """;

    /// <summary>argv of the whole; CS303 when the host has no tmux that would be visible inside.</summary>
    /// <param name="context">Environment included.</param>
    /// <param name="command">argv of what runs in it.</param>
    internal static IReadOnlyList<string> Of(PlanContext context, IReadOnlyList<string> command)
    {
        if (!CommandLine.Candidates(context, "tmux").Any(p => context.Files.Follow(p) is { Kind: PathKind.File, Canonical: { } file } && context.IsVisible(file)))
        {
            context.Findings.Add(ErrorCode.CommandNotFound, "tmux: command not found: --tmux needs it: install the package tmux on this machine, or leave --tmux out");
        }

        return ["/bin/sh", "-c", Start, "sh", Socket(context.Facts), Name(context.Project), .. command.Select(Word)];
    }

    /// <summary>argv of a client for what <see cref="Of"/> has started.</summary>
    public static IReadOnlyList<string> Attaching(HostFacts facts) => ["/bin/sh", "-c", Attach, "sh", Socket(facts)];

    private static string Socket(HostFacts facts) => $"/run/user/{facts.Uid}/tmux.sock";

    // What separates windows and panes in the name of a target cannot be in that of a session.
    private static string Name(string project) => "sandbox_" + Paths.Name(project).Replace(':', '_').Replace('.', '_');

    // At the end of a word it would end tmux's own command.
    private static string Word(string word) => word.EndsWith(';') ? word[..^1] + "\\;" : word;
}
