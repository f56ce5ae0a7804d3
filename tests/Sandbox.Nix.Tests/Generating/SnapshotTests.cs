using System.Text;
using Sandbox.Nix.Files;

namespace Sandbox.Nix.Tests.Generating;

/// <summary>What is rendered, to be read by people; and all of it is Nix.</summary>
public sealed class SnapshotTests(NixProgram nix) : IClassFixture<NixProgram>
{
    public static TheoryData<string> Names => [.. Configurations.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_file_is_as_it_was_reviewed_and_parses(string configuration)
    {
        IReadOnlyList<GeneratedFile> standard = Configurations.Generate("default");
        IReadOnlyList<GeneratedFile> files = Configurations.Generate(configuration);

        foreach (GeneratedFile file in files)
        {
            Parse(file);

            // Of the other configurations only what they change.
            if (configuration == "default" || standard.All(s => s.Text != file.Text))
            {
                string name = file.Path.StartsWith("nix/", StringComparison.Ordinal) ? file.Path["nix/".Length..] : file.Path;
                Snapshot.Verify(file.Text, $"{configuration}.{Path.ChangeExtension(name, null).Replace('/', '.')}", Path.GetExtension(file.Path)[1..]);
            }
        }
    }

    [Fact]
    public void A_backend_that_is_not_asked_for_has_no_files()
    {
        string[] all = [.. Configurations.Generate("default").Select(static f => f.Path)];
        string[] native = [.. Configurations.Generate("only-native").Select(static f => f.Path)];

        Assert.Equal(["flake.nix", "nix/backends/native.nix", "nix/launcher.nix", "nix/modules/assertions.nix", "nix/modules/options.nix", "nix/modules/sandbox.nix", "nix/per-system.nix", "nix/sandbox-spec.nix"], native);
        Assert.Equal(all.Except(native), FlakeGenerator.Unwanted(Configurations.Read("only-native")));
        Assert.Empty(FlakeGenerator.Unwanted(Configurations.Read("default")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_are_plain_text_that_we_know_as_ours(string configuration) => Assert.All(Configurations.Generate(configuration), static file =>
    {
        byte[] bytes = new UTF8Encoding(false, true).GetBytes(file.Text);
        Assert.Equal((byte)'#', bytes[0]);
        Assert.DoesNotContain("\r", file.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("\n\n\n", file.Text, StringComparison.Ordinal);
        Assert.Matches(@"[^\s]\n\z", file.Text);
        Assert.DoesNotMatch(@"[ \t]\n", file.Text);
        Assert.True(Marker.IsOurs(bytes));
    });

    [Fact]
    public void GN_21_equal_configurations_give_equal_bytes_whatever_the_order_of_keys()
    {
        IReadOnlyList<GeneratedFile> first = Configurations.Generate("network");
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(first, Configurations.Generate("network"));
        }

        string a = Text("""{ "settings": { "ask": true, "env": ["A"], "ro": [] } }""");
        Assert.Equal(a, Text("""{ "settings": { "ro": [], "env": ["A"], "ask": true } }"""));
        Assert.NotEqual(a, Text("""{ "settings": { "ro": [], "env": ["B"], "ask": true } }"""));
    }

    [Fact]
    public void A_changed_file_is_no_longer_ours()
    {
        string text = Configurations.Generate("default")[0].Text;
        Assert.True(Marker.IsOurs(Encoding.UTF8.GetBytes(text)));
        string[] changed = [text + "\n", text.Replace("nixpkgs", "nixpkg", StringComparison.Ordinal), text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..], string.Empty, "# Generated\n", text.Replace('\n', ' ')];
        Assert.All(changed, static c => Assert.False(Marker.IsOurs(Encoding.UTF8.GetBytes(c))));
    }

    private void Parse(GeneratedFile file)
    {
        if (file.Path.EndsWith(".sh", StringComparison.Ordinal))
        {
            string script = nix.At("script.sh");
            File.WriteAllText(script, file.Text);
            _ = ProcessRun.Run("/bin/bash", "-n", script).ExpectExit();
        }
        else
        {
            nix.Parse(file.Text);
        }
    }

    private static string Text(string json)
    {
        Core.Planning.Findings findings = new();
        Configuration.GeneratorConfiguration configuration = Configuration.GeneratorFile.Read(Encoding.UTF8.GetBytes(json), "f", findings);
        findings.ThrowIfAny();
        return FlakeGenerator.Generate(configuration).Single(static f => f.Path == "nix/sandbox-spec.nix").Text;
    }
}
