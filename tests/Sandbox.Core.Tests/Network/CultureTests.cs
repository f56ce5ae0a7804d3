namespace Sandbox.Core.Tests.Network;

/// <summary>DN-02: hosts are compared as bytes, whatever the culture, and characters without weight count.</summary>
public sealed class CultureTests
{
    [FactWithin(60)]
    public void Hosts_and_rules_are_the_same_in_every_culture()
    {
        using TempDirectory directory = TempDirectory.Create();
        string assembly = typeof(CultureTests).Assembly.Location;
        string settings = File.ReadAllText(Path.ChangeExtension(assembly, ".runtimeconfig.json"));
        string changed = settings
            .Replace("Globalization.Invariant\": true", "Globalization.Invariant\": false", StringComparison.Ordinal)
            .Replace("PredefinedCulturesOnly\": true", "PredefinedCulturesOnly\": false", StringComparison.Ordinal);
        Assert.NotEqual(settings, changed);
        File.WriteAllText(directory.At("culture.runtimeconfig.json"), changed);

        // Needs ICU (Debian: libicu72); without it the program ends with that message.
        ProcessResult result = ProcessRun.Run(
            Environment.ProcessPath!, "exec", "--runtimeconfig", directory.At("culture.runtimeconfig.json"), "--depsfile", Path.ChangeExtension(assembly, ".deps.json"), assembly, "en-US", "tr-TR", "th-TH");
        Assert.Empty(result.ErrorText);
        _ = result.ExpectExit();
    }
}
