namespace Sandbox.Testing;

/// <summary>
/// What runs in the pane in the program's stead: a shell that starts the program as the foreground job, as a user's shell does, and
/// stays when it has ended. Without it tmux closes the terminal on SIGCHLD before it has read the last output, and may miss the
/// SIGCHLD altogether, because libutempter turns its handler off for a moment.
/// </summary>
internal static class TerminalKeeper
{
    private const string ProcessIdFile = "pid";
    private const string ContinueFile = "continue";
    private const string StatusFile = "status";

    // $0 is the directory of the session. A stopped program is not an ended one.
    // The cursor position report is answered only after everything before it is on the screen.
    private const string Script = """
        set -m
        "$BASH" -c 'echo "$$" > "$0/pid"; exec "$@"' "$0" "$@"
        status=$?
        while [ "$(jobs -s)" ]; do
          until [ -e "$0/continue" ]; do sleep 0.02; done
          rm "$0/continue"
          fg > /dev/null
          status=$?
        done
        stty -echo -icanon min 1 time 0
        printf '\033[6n'
        read -r -s -t 5 -d R
        echo "$status" > "$0/status"
        while :; do sleep 3600; done
        """;

    /// <summary>The words to run in the pane for a program with exactly these variables.</summary>
    public static IReadOnlyList<string> Command(string directory, IEnumerable<string> variables, ProcessRequest program) =>
    [
        "/bin/bash", "--norc", "--noprofile", "-c", Script, directory,
        "/usr/bin/env", "-i", .. variables, program.FileName, .. program.Arguments,
    ];

    /// <summary>The program's process id, or null when it has not been started yet.</summary>
    public static int? ProcessId(string directory) => Read(Path.Combine(directory, ProcessIdFile));

    /// <summary>The program's exit code, 128 + N after signal N, or null while it runs.</summary>
    public static int? ExitCode(string directory) => Read(Path.Combine(directory, StatusFile));

    /// <summary>Lets the keeper do what <c>fg</c> does, now or when the program stops.</summary>
    public static void Continue(string directory) => File.WriteAllText(Path.Combine(directory, ContinueFile), string.Empty);

    // A line that is still being written has no end yet.
    private static int? Read(string path) =>
        File.Exists(path) && File.ReadAllText(path) is [.. var digits, '\n'] ? int.Parse(digits) : null;
}
