using System.Text;

namespace Sandbox.Integration.Tests;

/// <summary>
/// Templates are part of the program and nobody can bring others. So the program itself is what is damaged here: some bytes of one template in a copy of it.
/// </summary>
public sealed class DamagedTemplateTests
{
    private const string Whole = "{{ nixpkgs | nix.string }}";

    [TheoryWithin(60)]
    [InlineData("{{ nixpkgz | nix.string }}", "flake.nix.scriban:5:22: unknown variable nixpkgz: known are ")]
    [InlineData("{{ nixpkgs | nix.strung }}", "flake.nix.scriban:5:30: unknown filter nix.strung: known are ")]
    [InlineData("{{ nixpkgs ? nix.string }}", "flake.nix.scriban:5:30: ")]
    [InlineData("{{ nixpkgs              }}", "flake.nix.scriban:5:22: text cannot be written as it is: put it through a filter")]
    public void A_template_that_is_wrong_is_named_with_its_place_in_one_line_and_nothing_is_written(string damaged, string message)
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        Damage(workspace.Program + "-cli", damaged);
        string flake = workspace.At("project", "flake");

        ProcessResult result = ProcessRun.Run(workspace.Sandbox("generate", "--out", flake)).ExpectExit(1);

        Assert.StartsWith("claude-sandbox: " + message, result.ErrorText, StringComparison.Ordinal);
        Assert.EndsWith(": this is a mistake in claude-sandbox's own template: install it again, or report this [CS121]\n", result.ErrorText, StringComparison.Ordinal);
        Assert.Single(result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(result.OutputText);
        Assert.False(Directory.Exists(flake));

        // The control: the same copy with the template as it was.
        Damage(workspace.Program + "-cli", Whole, damaged);
        _ = ProcessRun.Run(workspace.Sandbox("generate", "--out", flake)).ExpectExit();
        Assert.True(File.Exists(Path.Combine(flake, "flake.nix")));
    }

    // Another file in its place: the program is shared with other tests by hard links. Written by another process: one that this process starts for another test
    // at the same moment would have it open for writing, and what is open for writing cannot be started.
    private static void Damage(string program, string with, string what = Whole)
    {
        byte[] bytes = File.ReadAllBytes(program);
        byte[] old = Encoding.ASCII.GetBytes(what);
        int at = bytes.AsSpan().IndexOf(old);
        Assert.True(at >= 0 && with.Length == what.Length && bytes.AsSpan(at + 1).IndexOf(old) < 0, $"{what} is not in {program} once");
        Encoding.ASCII.GetBytes(with).CopyTo(bytes, at);
        File.WriteAllBytes(program + ".damaged", bytes);
        File.SetUnixFileMode(program + ".damaged", File.GetUnixFileMode(program));
        _ = ProcessRun.Run("/bin/cp", "--remove-destination", "-p", program + ".damaged", program).ExpectExit();
    }
}
