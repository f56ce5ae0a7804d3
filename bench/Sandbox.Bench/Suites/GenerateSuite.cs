using System.Globalization;
using System.Text;
using Sandbox.Bench.Results;
using Sandbox.Bench.Timing;

namespace Sandbox.Bench.Suites;

/// <summary>A flake of 3,000 packages and 300 rules, rendered and compared with what lies there.</summary>
internal static class GenerateSuite
{
    public const string Large = "claude-sandbox generate --check, 3,000 packages";

    private const string Default = "claude-sandbox generate --check, default";
    private const int Rounds = 30;
    private const int Packages = 3000;
    private const int Rules = 300;

    public static TimingRuns Measure(Stage stage)
    {
        string configuration = stage.File("generate.json");
        File.WriteAllText(configuration, Configuration());
        Variant large = Checked(stage, Large, "large", ["--config", configuration]);
        Variant standard = Checked(stage, Default, "default", []);
        using (Launcher launcher = new(quiet: true))
        {
            foreach (Variant variant in new[] { large, standard })
            {
                _ = launcher.Run(variant with { Arguments = [.. variant.Arguments.Where(static a => a != "--check")] });
            }
        }

        return Interleaved.RunTwice([large, standard, new Variant { Name = EndToEndSuite.Hello, Executable = stage.Hello, Environment = stage.Environment }], Rounds);
    }

    private static Variant Checked(Stage stage, string name, string directory, string[] more) => new()
    {
        Name = name,
        Executable = stage.Launcher,
        Arguments = ["generate", "--out", stage.File("flake-" + directory), "--check", .. more],
        Environment = stage.Environment,
    };

    private static string Configuration()
    {
        StringBuilder text = new("{ \"packages\": [");
        for (int i = 0; i < Packages; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}\"python3Packages.package-number-{i}\"");
        }

        text.Append("], \"settings\": { \"network\": { \"allow\": [");
        for (int i = 0; i < Rules; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}\"host{i}.example:443\"");
        }

        return text.Append("] } } }").ToString();
    }
}
