using System.Text.RegularExpressions;

namespace Sandbox.OfflineApi.Scripting;

/// <summary>The scripted demonstration: write a small program in the working directory, run it, and report what it printed.</summary>
public static partial class Demo
{
    // One command, not a Write and a Bash turn: a demonstration that stops half-way would leave a file and no output.
    private const string Command =
        """
        if command -v node >/dev/null 2>&1; then
        cat >hello.mjs <<'END'
        console.log('Hello from inside the sandbox!');
        console.log(`date:    ${new Date().toISOString()}`);
        console.log(`node:    ${process.version}`);
        console.log(`backend: ${process.env.CLAUDE_SANDBOX_BACKEND ?? 'not set'}`);
        END
        node hello.mjs
        else
        cat >hello.sh <<'END'
        echo 'Hello from inside the sandbox!'
        echo "date:    $(date -u +%Y-%m-%dT%H:%M:%SZ)"
        echo 'node:    not installed'
        echo "backend: ${CLAUDE_SANDBOX_BACKEND-not set}"
        END
        sh hello.sh
        fi
        """;

    /// <summary>Whether a prompt asks for the demonstration.</summary>
    public static bool IsWanted(string prompt) => Wanted().IsMatch(prompt);

    /// <summary>The only tool call of the demonstration.</summary>
    public static ToolCall Call { get; } = ToolCall.Bash(Command, "write and run the demonstration");

    /// <summary>The closing words, with what the program printed.</summary>
    public static string Closing(ToolResult result)
    {
        var opening = result.IsError ? "The demonstration failed:" : "I wrote a small program and ran it. It printed:";
        return $"{opening}\n\n{result.Text}";
    }

    [GeneratedRegex(@"hello\.mjs|\bdemo\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Wanted();
}
