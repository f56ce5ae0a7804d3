using System.Text;

namespace Sandbox.Cli.Completion;

/// <summary>Completion for bash 4.4 and later; needs no helper package.</summary>
internal static class BashCompletion
{
    private const string Head =
        """
        # bash completion of claude-sandbox, by `claude-sandbox completions bash`.

        # Words that begin with what has been typed.
        _claude_sandbox_words() {
          local word
          for word in "${@:2}"; do
            if [[ $word == "$1"* ]]; then COMPREPLY+=("$word"); fi
          done
        }

        # The same for the last item of a list with commas.
        _claude_sandbox_list() {
          local before= word
          if [[ $1 == *,* ]]; then before=${1%,*},; fi
          for word in "${@:2}"; do
            if [[ $before$word == "$1"* && ,$before != *",$word,"* ]]; then COMPREPLY+=("$before$word"); fi
          done
          compopt -o nospace 2>/dev/null
        }

        # Names of files, directories (-d), commands (-c) or variables (-v).
        _claude_sandbox_names() {
          local name
          while IFS= read -r name; do COMPREPLY+=("$name"); done < <(compgen "$2" -- "$1")
          if [[ $2 != -v ]]; then compopt -o filenames 2>/dev/null; fi
        }


        """;

    private const string Tail =
        """
        _claude_sandbox() {
          local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} option= verb= i
          COMPREPLY=()
          for ((i = 1; i < COMP_CWORD; i++)); do
            if [[ ${COMP_WORDS[i]} == -- ]]; then
              _claude_sandbox_verb "$i"
              _claude_sandbox_payload "$verb" "$((COMP_CWORD - i))" "$current"
              return
            fi
          done

          # "--option=value" comes as three words.
          if [[ $current == = ]]; then
            current=
            option=$previous
          elif [[ $previous == = ]]; then
            option=${COMP_WORDS[COMP_CWORD - 2]}
          elif [[ $previous == -* ]]; then
            option=$previous
          fi

          _claude_sandbox_verb "$COMP_CWORD"
          _claude_sandbox_verb_words "$verb" "$option" "$current" "$COMP_CWORD"
        }

        complete -F _claude_sandbox claude-sandbox

        """;

    public static string Render(OfferedVerb root)
    {
        StringBuilder text = new(Head);
        Verbs(text, root);
        Payload(text, root);
        text.Append("_claude_sandbox_verb_words() {\n  case $1:$2 in\n");
        foreach (OfferedVerb verb in root.All)
        {
            foreach (OfferedOption option in verb.Options.Where(o => o.Value is not null))
            {
                text.Append($"    {string.Join(" | ", option.Names.Select(n => $"{Key(verb)}:{n}"))}) {Value(option.Value!)}; return ;;\n");
            }
        }

        text.Append("  esac\n  case $1 in\n");
        foreach (OfferedVerb verb in root.All)
        {
            // A verb is only offered where one can stand: first, or right behind the verb that it is one of.
            string verbs = verb.Verbs.Count == 0 ? string.Empty
                : $"if [[ $4 == {verb.Path.Count + 1} ]]; then _claude_sandbox_words \"$3\" {string.Join(' ', verb.Verbs.Select(v => v.Path[^1]))}; fi; ";
            text.Append($"    {Key(verb)})\n      {verbs}if [[ $3 == -* ]]; then _claude_sandbox_words \"$3\" {string.Join(' ', verb.Options.SelectMany(o => o.Names).Append(verb.Argument is null ? string.Empty : "--"))}");
            text.Append(verb.Argument is { Kind: not ValueKind.Text } argument ? $"\n      else {Value(argument)}; fi ;;\n" : "; fi ;;\n");
        }

        return text.Append("  esac\n}\n\n").Append(Tail).ToString();
    }

    /// <summary>Sets verb to "run", "agent install" or nothing, looking only before a position.</summary>
    private static void Verbs(StringBuilder text, OfferedVerb root)
    {
        text.Append("_claude_sandbox_verb() {\n  verb=\n  if (($1 > 2)); then\n    case ${COMP_WORDS[1]}\\ ${COMP_WORDS[2]} in\n");
        text.Append($"      {string.Join(" | ", root.All.Where(v => v.Path.Count == 2).Select(Key))}) verb=\"${{COMP_WORDS[1]}} ${{COMP_WORDS[2]}}\"; return ;;\n    esac\n  fi\n");
        text.Append($"  if (($1 > 1)); then\n    case ${{COMP_WORDS[1]}} in\n      {string.Join(" | ", root.Verbs.Select(Key))}) verb=${{COMP_WORDS[1]}} ;;\n    esac\n  fi\n}}\n\n");
    }

    private static void Payload(StringBuilder text, OfferedVerb root)
    {
        text.Append("# What follows -- is the program's inside: its name first, where there is one.\n_claude_sandbox_payload() {\n  case $1:$2 in\n");
        text.Append($"    {string.Join(" | ", root.All.Where(v => v.RunsCommand).Select(v => Key(v) + ":1"))}) _claude_sandbox_names \"$3\" -c ;;\n    *) _claude_sandbox_names \"$3\" -f ;;\n  esac\n}}\n\n");
    }

    private static string Key(OfferedVerb verb) => verb.Path.Count == 0 ? "''" : string.Join("\\ ", verb.Path);

    private static string Value(OfferedValue value) => value.Kind switch
    {
        ValueKind.Words => $"_claude_sandbox_words \"$3\" {string.Join(' ', value.Words)}",
        ValueKind.List => $"_claude_sandbox_list \"$3\" {string.Join(' ', value.Words)}",
        ValueKind.Files => "_claude_sandbox_names \"$3\" -f",
        ValueKind.Directories => "_claude_sandbox_names \"$3\" -d",
        ValueKind.Command => "_claude_sandbox_names \"$3\" -c",
        ValueKind.Variables => "_claude_sandbox_names \"$3\" -v",
        _ => ":",
    };
}
