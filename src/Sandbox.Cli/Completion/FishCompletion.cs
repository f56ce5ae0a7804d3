using System.Text;

namespace Sandbox.Cli.Completion;

/// <summary>Completion for fish 3 and later.</summary>
internal static class FishCompletion
{
    private const string Head =
        """
        # fish completion of claude-sandbox, by `claude-sandbox completions fish`.

        # Whether the words so far belong to this verb; behind -- they belong to nobody here.
        function __claude_sandbox_is
          set -l words (commandline -opc)[2..]
          if contains -- -- $words
            return 1
          end
          set -l verb
          for depth in 2 1
            if test (count $words) -ge $depth; and contains -- "$words[1..$depth]" $__claude_sandbox_verbs
              set verb "$words[1..$depth]"
              break
            end
          end
          test "$verb" = "$argv"
        end

        # Whether nothing but these words stands there: a verb can follow.
        function __claude_sandbox_first
          set -l words (commandline -opc)[2..]
          test "$words" = "$argv"
        end

        # Whether the command of one of these verbs is being written.
        function __claude_sandbox_runs
          set -l words (commandline -opc)[2..]
          contains -- -- $words; and contains -- "$words[1]" $argv
        end

        function __claude_sandbox_command
          set -l words (commandline -opc)
          set -l dashes (contains -i -- -- $words)
          set -l command (string escape -- $words[(math $dashes + 1)..])
          complete "--do-complete="(string join ' ' -- $command (commandline -ct))
        end

        # A list with commas, whose last item is being written.
        function __claude_sandbox_list
          set -l given (commandline -ct | string replace -r '^--[^=]*=' '')
          set -l before (string match -r '.*,' -- $given)
          for word in $argv
            contains -- $word (string split , -- "$before"); or echo "$before$word"
          end
        end

        complete -c claude-sandbox -e
        complete -c claude-sandbox -f

        """;

    public static string Render(OfferedVerb root)
    {
        StringBuilder text = new(Head);
        text.Append($"set -g __claude_sandbox_verbs {string.Join(' ', root.All.Where(v => v.Path.Count > 0).Select(v => Quote(string.Join(' ', v.Path))))}\n");
        text.Append($"complete -c claude-sandbox -n '__claude_sandbox_runs {string.Join(' ', root.All.Where(v => v.RunsCommand).Select(v => v.Path[0]))}' -a '(__claude_sandbox_command)'\n");
        foreach (OfferedVerb verb in root.All)
        {
            string path = string.Join(' ', verb.Path);
            foreach (OfferedVerb below in verb.Verbs)
            {
                text.Append($"complete -c claude-sandbox -n '__claude_sandbox_first {path}' -a {below.Path[^1]} -d {Quote(below.Summary)}\n");
            }

            string condition = $"complete -c claude-sandbox -n '__claude_sandbox_is {path}'";
            if (verb.Argument is { } argument && Value(argument) is { } offered)
            {
                text.Append($"{condition}{offered}\n");
            }

            foreach (OfferedOption option in verb.Options)
            {
                text.Append(condition);
                foreach (string name in option.Names)
                {
                    text.Append(name.StartsWith("--", StringComparison.Ordinal) ? $" -l {name[2..]}" : $" -s {name[1..]}");
                }

                text.Append(option.Value is { } value ? $" -r{Value(value) ?? " -f"}" : string.Empty).Append($" -d {Quote(option.Summary)}\n");
            }
        }

        return text.ToString();
    }

    private static string? Value(OfferedValue value) => value.Kind switch
    {
        ValueKind.Words => $" -f -a {Quote(string.Join(' ', value.Words))}",
        ValueKind.List => $" -f -a {Quote($"(__claude_sandbox_list {string.Join(' ', value.Words)})")}",
        ValueKind.Files => " -F",
        ValueKind.Directories => " -f -a '(__fish_complete_directories (commandline -ct | string replace -r \"^--[^=]*=\" \"\"))'",
        ValueKind.Command => " -f -a '(__fish_complete_command)'",
        ValueKind.Variables => " -f -a '(set -xn)'",
        _ => null,
    };

    private static string Quote(string text) =>
        "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";
}
