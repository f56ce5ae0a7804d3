using System.Text;

namespace Sandbox.Cli.Completion;

/// <summary>Completion for zsh; a file _claude-sandbox on fpath, or evaluated after compinit.</summary>
internal static class ZshCompletion
{
    public static string Render(OfferedVerb root)
    {
        StringBuilder text = new();
        text.Append("#compdef claude-sandbox\n# zsh completion of claude-sandbox, by `claude-sandbox completions zsh`.\n\n");
        foreach (OfferedVerb verb in root.All)
        {
            Function(text, verb);
        }

        text.Append("if [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n  _claude_sandbox \"$@\"\nelse\n  compdef _claude_sandbox claude-sandbox\nfi\n");
        return text.ToString();
    }

    private static void Function(StringBuilder text, OfferedVerb verb)
    {
        text.Append($"_claude_sandbox{verb.Identifier}() {{\n");
        if (verb.Verbs.Count > 0)
        {
            text.Append("  case $words[2] in\n");
            foreach (OfferedVerb below in verb.Verbs)
            {
                text.Append($"    {below.Path[^1]}) if (( CURRENT > 2 )); then shift words; (( CURRENT-- )); _claude_sandbox{below.Identifier}; return; fi ;;\n");
            }

            text.Append("  esac\n");
        }

        // Words behind the first -- are the program's inside; words[1] is the verb, so a command of its own begins there.
        string after = verb.RunsCommand ? "_normal" : "_files";
        text.Append("  local dashes=${words[(i)--]}\n  if (( dashes < CURRENT )); then\n    shift $dashes words\n    (( CURRENT -= dashes ))\n");
        text.Append($"    {after}\n    return\n  fi\n");
        if (verb.Verbs.Count > 0)
        {
            text.Append("  if (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then\n    local -a verbs=(\n");
            foreach (OfferedVerb below in verb.Verbs)
            {
                text.Append($"      {Quote($"{below.Path[^1]}:{below.Summary.Replace(":", "\\:", StringComparison.Ordinal)}")}\n");
            }

            text.Append($"    )\n    _describe -t verbs verb verbs\n{(verb.Argument is null ? "    return\n" : string.Empty)}  fi\n");
        }

        text.Append("  _arguments -S");
        foreach (OfferedOption option in verb.Options)
        {
            Option(text, option);
        }

        if (verb.Argument is { Kind: not ValueKind.Text } argument)
        {
            text.Append($" \\\n    {Quote($"1:{Action(argument, "argument")}")}");
        }

        text.Append("\n}\n\n");
    }

    private static void Option(StringBuilder text, OfferedOption option)
    {
        foreach (string name in option.Names)
        {
            string times = option.Repeats ? "*" : option.Names.Count > 1 ? $"({string.Join(' ', option.Names)})" : string.Empty;
            string value = option.Value is null ? string.Empty : $":{Action(option.Value, name.TrimStart('-'))}";
            text.Append($" \\\n    {Quote($"{times}{name}{(option.Value is null ? string.Empty : "=")}[{Describe(option.Summary)}]{value}")}");
        }
    }

    private static string Action(OfferedValue value, string name) => name + ":" + value.Kind switch
    {
        ValueKind.Words => $"({string.Join(' ', value.Words)})",
        ValueKind.List => $"_values -s , {name} {string.Join(' ', value.Words)}",
        ValueKind.Files => "_files",
        ValueKind.Directories => "_directories",
        ValueKind.Command => "_command_names -e",
        ValueKind.Variables => "_parameters -g '*export*'",
        _ => " ",
    };

    private static string Describe(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);

    private static string Quote(string text) => "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
