using System.Globalization;
using Sandbox.Bench.Results;
using Sandbox.Bench.Timing;

namespace Sandbox.Bench.Suites;

/// <summary>`git status` and `git commit` in a project of 5,000 files, inside and outside. Each script times its own commands, so that starting the sandbox is no part of it.</summary>
internal static class GitSuite
{
    private const int Rounds = 8;
    private const int Repeats = 20;
    private const string Shell = "/bin/sh";

    private const string Script =
        """
        set -e; [ ! -e "$1" ] || exit 0; mkdir -p "$1"; cd "$1"; git init -q -b main; git config user.name bench; git config user.email bench@example.invalid; git config gc.auto 0
        for d in $(seq 50); do mkdir d$d; for f in $(seq 100); do echo "$d $f" > d$d/f$f; done; done
        git add .; git commit -qm first
        """;

    /// <summary>The project with 5,000 files, made when it is not there.</summary>
    public static string Project(Stage stage)
    {
        string project = Path.Combine(stage.Home, "repository");
        using Launcher launcher = new(quiet: false);
        _ = launcher.Run(new Variant { Name = "prepare", Executable = Shell, Arguments = ["-c", Script, Shell, project], Environment = stage.Environment });
        return project;
    }

    public static GitResult Measure(Stage stage)
    {
        string project = Project(stage);
        List<Variant> variants = [];
        List<List<double>> samples = [];
        foreach (string command in new[] { "git status --porcelain >/dev/null", "git commit -q --allow-empty -m x" })
        {
            // The file with the time lies where both can write and git does not look.
            string times = Path.Combine(project, ".git/objects/bench-time");
            string script = $"cd '{project}'; s=$(date +%s%N); for i in $(seq {Repeats}); do {command}; done; e=$(date +%s%N); echo $((e - s)) > '{times}'";
            foreach ((string name, string executable, string[] arguments) in new[]
            {
                ("outside", Shell, new[] { "-c", script }),
                ("inside", stage.Launcher, ["exec", "-q", "--network", "none", project, "--", Shell, "-c", script]),
            })
            {
                List<double> taken = [];
                samples.Add(taken);
                variants.Add(new Variant
                {
                    Name = $"{command}, {name}",
                    Executable = executable,
                    Arguments = arguments,
                    Environment = stage.Environment,
                    After = _ => taken.Add(double.Parse(File.ReadAllText(times), CultureInfo.InvariantCulture) / Repeats / 1e6),
                });
            }
        }

        _ = Interleaved.RunTwice(variants, Rounds);
        Summary[] summaries = [.. variants.Zip(samples, static (v, s) => Summary.Of(v.Name, s))];
        return new GitResult(summaries[0], summaries[1], summaries[2], summaries[3]);
    }
}
