using Sandbox.Core.Diagnostics;

namespace Sandbox.Cli.CommandLine;

/// <summary>Names of the verbs. They beat directories of the same name (<c>./plan</c> is the directory).</summary>
internal static class Verbs
{
    public const string Run = "run";
    public const string Exec = "exec";
    public const string Plan = "plan";
    public const string Agent = "agent";
    public const string Network = "network";
    public const string Completions = "completions";
    public const string Man = "man";
    public const string Config = "config";
    public const string Doctor = "doctor";
    public const string Verify = "verify";
    public const string Generate = "generate";
    public const string Image = "image";

    public const string Enter = "enter";
    public const string Stop = "stop";
    public const string Bind = "bind";
    public const string List = "list";
    public const string Status = "status";
    public const string Logs = "logs";

    /// <summary>Started by this program, never by a user.</summary>
    public const string Supervise = "supervise";

    public static IReadOnlyList<string> All { get; } = [Run, Exec, Enter, Stop, Bind, List, Status, Logs, Plan, Agent, Image, Network, Config, Doctor, Verify, Generate, Completions, Man, Supervise];

    /// <summary>Those that start a program: their own failures must not look like that program's exit codes.</summary>
    public static bool IsLaunch(string verb) => verb is Run or Exec or Enter;

    /// <summary>What a word that is no directory may have been meant as, or null.</summary>
    public static string? Guess(string word) => word switch
    {
        "help" => "did you mean --help?",
        "shell" => "did you mean --shell?",
        "version" => "did you mean --version?",
        _ when All.Contains(word, StringComparer.Ordinal) => $"the verb {word} comes before every option",
        _ => Suggestion.For(word, All) is { } near ? $"did you mean the verb {near}?" : null,
    };
}
