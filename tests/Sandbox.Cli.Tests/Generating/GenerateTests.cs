using Sandbox.Cli.Tests.Fixtures;
using Sandbox.Nix;
using Sandbox.Nix.Configuration;

namespace Sandbox.Cli.Tests.Generating;

/// <summary>Where generated files go, and what they never replace.</summary>
public sealed class GenerateTests
{
    private static readonly string All = string.Concat(FlakeGenerator.Generate(new GeneratorConfiguration()).Select(static f => f.Path + "\n"));

    [Fact]
    public void It_writes_the_files_once_and_knows_that_they_are_current()
    {
        using World world = new();
        string flake = Path.Combine(world.Root, "a/b");

        Assert.Equal(All, world.Run("generate", "--out", flake).Expect(0).Output);
        Dictionary<string, string> first = Files(flake);
        Assert.Equal(All.Split('\n', StringSplitOptions.RemoveEmptyEntries), first.Keys.Order(StringComparer.Ordinal));

        CliResult again = world.Run("generate", "--out", flake).Expect(0);
        Assert.Empty(again.Output);
        world.AssertUntouched();
        Assert.Empty(world.Run("generate", "--out", flake, "--check").Expect(0).Output);
    }

    [Fact]
    public void Check_lists_what_differs_and_writes_nothing()
    {
        using World world = new();
        string flake = Path.Combine(world.Root, "flake");
        string config = world.WriteFile("config.json", """{ "packages": ["git"] }""");

        CliResult missing = world.Run("generate", "--out", flake, "--check").Expect(CliResult.Failed);
        Assert.Equal(All.Replace("\n", ": missing\n", StringComparison.Ordinal), missing.Output);
        world.AssertUntouched();

        _ = world.Run("generate", "--out", flake).Expect(0);
        File.AppendAllText(Path.Combine(flake, "flake.nix"), "# mine\n");
        CliResult differs = world.Run("generate", "--out", flake, "--config", config, "--check").Expect(CliResult.Failed);
        Assert.Equal("flake.nix: not written by generate, or changed since\nnix/sandbox-spec.nix: not current\n", differs.Output);
        world.AssertUntouched();
    }

    [Fact]
    public void Another_configuration_replaces_what_we_wrote()
    {
        using World world = new();
        string flake = Path.Combine(world.Root, "flake");
        string config = world.WriteFile("config.json", """{ "packages": ["git"] }""");
        _ = world.Run("generate", "--out", flake).Expect(0);

        Assert.Equal("nix/sandbox-spec.nix\n", world.Run("generate", "--out", flake, "--config", config).Expect(0).Output);

        Assert.Contains("[ \"git\" ]", File.ReadAllText(Path.Combine(flake, "nix/sandbox-spec.nix")), StringComparison.Ordinal);
        Assert.Equal(All.Count(static c => c == '\n'), Files(flake).Count);
    }

    [Fact]
    public void What_is_not_wanted_any_more_goes_unless_it_is_somebody_s()
    {
        using World world = new();
        string flake = Path.Combine(world.Root, "flake");
        string config = world.WriteFile("config.json", """{ "backends": ["native", "container"] }""");
        _ = world.Run("generate", "--out", flake).Expect(0);
        File.AppendAllText(Path.Combine(flake, "nix/backends/vm.nix"), "# mine\n");
        const string Gone = "nix/backends/bubblewrap.nix nix/checks/vm-mounts.nix nix/guests/vm-paths.sh nix/guests/vm-session.nix nix/guests/vm-session.sh nix/guests/vm-shares.nix nix/guests/vm-start.sh nix/guests/vm-tags.nix nix/guests/vm.nix";

        Assert.EndsWith(string.Concat(Gone.Split(' ').Select(static g => $"{g}: not wanted any more\n")), world.Run("generate", "--out", flake, "--config", config, "--check").Expect(CliResult.Failed).Output, StringComparison.Ordinal);
        Assert.EndsWith(string.Concat(Gone.Split(' ').Select(static g => $"{g}: removed\n")), world.Run("generate", "--out", flake, "--config", config).Expect(0).Output, StringComparison.Ordinal);

        Assert.All(Gone.Split(' '), g => Assert.False(File.Exists(Path.Combine(flake, g))));
        Assert.EndsWith("# mine\n", File.ReadAllText(Path.Combine(flake, "nix/backends/vm.nix")), StringComparison.Ordinal);
        Assert.Empty(world.Run("generate", "--out", flake, "--config", config, "--check").Expect(0).Output);
    }

    [Fact]
    public void GN_19_a_file_that_is_not_ours_is_left_alone_and_nothing_else_is_written_either()
    {
        using World world = new();
        string flake = world.Make("flake");
        _ = world.WriteFile("flake/flake.nix", "{ outputs = _: { }; }\n");
        world.Make("flake/nix");
        _ = world.WriteFile("flake/nix/sandbox-spec.nix", string.Empty);

        _ = world.Run("generate", "--out", flake).ExpectRefusal(
            CliResult.Failed,
            "ROOT/flake/flake.nix was not written by generate, or has been changed since: move it away, or let --force keep it as flake.nix.orig [CS120]",
            "ROOT/flake/nix/sandbox-spec.nix was not written by generate, or has been changed since: move it away, or let --force keep it as sandbox-spec.nix.orig [CS120]");
    }

    [Fact]
    public void By_force_it_is_kept_under_another_name()
    {
        using World world = new();
        string flake = world.Make("flake");
        string mine = world.WriteFile("flake/flake.nix", "mine\n");

        Assert.Equal(All, world.Run("generate", "--out", flake, "--force").Expect(0).Output);
        Assert.Equal("mine\n", File.ReadAllText(mine + ".orig"));
        Assert.StartsWith("# Generated by", File.ReadAllText(mine), StringComparison.Ordinal);

        File.WriteAllText(mine, "mine again\n");
        _ = world.Run("generate", "--out", flake, "--force").ExpectRefusal(CliResult.Failed, "ROOT/flake/flake.nix.orig is in the way of keeping ROOT/flake/flake.nix: move it away [CS120]");
        Assert.Equal("mine\n", File.ReadAllText(mine + ".orig"));
    }

    [Fact]
    public void GN_19_no_symbolic_link_below_the_directory_is_followed()
    {
        using World world = new();
        string flake = world.Make("flake");
        string secret = world.WriteFile("secret/sandbox-spec.nix", "theirs\n");
        _ = File.CreateSymbolicLink(Path.Combine(flake, "nix"), Path.GetDirectoryName(secret)!);
        _ = world.Run("generate", "--out", flake, "--force").ExpectRefusal(CliResult.Failed, "cannot use ROOT/flake/nix/backends/bubblewrap.nix: a symbolic link: move it away, or name another directory [CS120]");

        File.Delete(Path.Combine(flake, "nix"));
        _ = File.CreateSymbolicLink(Path.Combine(flake, "flake.nix"), secret);
        _ = world.Run("generate", "--out", flake, "--force").ExpectRefusal(CliResult.Failed, "cannot use ROOT/flake/flake.nix: a symbolic link: move it away, or name another directory [CS120]");

        // The control arm: an ordinary writer follows it.
        File.WriteAllText(Path.Combine(flake, "flake.nix"), "written\n");
        Assert.Equal("written\n", File.ReadAllText(secret));
    }

    [Fact]
    public void The_directory_itself_may_be_named_by_a_link()
    {
        using World world = new();
        string real = world.Make("real");
        string link = Path.Combine(world.Root, "link");
        _ = Directory.CreateSymbolicLink(link, real);
        Assert.Equal(All, world.Run("generate", "--out", link).Expect(0).Output);
        Assert.Equal(All.Count(static c => c == '\n'), Files(real).Count);
    }

    [Fact]
    public void GN_19_what_is_no_file_is_in_the_way()
    {
        using World world = new();
        string flake = world.Make("flake");
        world.Make("flake/flake.nix");
        _ = world.Run("generate", "--out", flake, "--force").ExpectRefusal(CliResult.Failed, "cannot use ROOT/flake/flake.nix: not a regular file: move it away, or name another directory [CS120]");
        Directory.Delete(Path.Combine(flake, "flake.nix"));

        // Nobody waits for the other end of it.
        _ = ProcessRun.Run("/usr/bin/mkfifo", Path.Combine(flake, "flake.nix")).ExpectExit();
        _ = world.Run("generate", "--out", flake, "--force").ExpectRefusal(CliResult.Failed, "cannot use ROOT/flake/flake.nix: not a regular file: move it away, or name another directory [CS120]");
        File.Delete(Path.Combine(flake, "flake.nix"));

        _ = world.WriteFile("flake/nix", "a file");
        _ = world.Run("generate", "--out", flake).ExpectRefusal(CliResult.Failed, "cannot use ROOT/flake/nix/backends/bubblewrap.nix: not a directory (ENOTDIR): move it away, or name another directory [CS120]");
    }

    [Fact]
    public void A_directory_that_cannot_be_made_is_one_line()
    {
        using World world = new();
        _ = world.WriteFile("file", "x");
        CliResult refused = world.Run("generate", "--out", Path.Combine(world.Root, "file/flake"));
        Assert.Equal(CliResult.Failed, refused.Code);
        Assert.StartsWith("cannot make ROOT/file/flake: ", Assert.Single(refused.Messages), StringComparison.Ordinal);
        Assert.EndsWith(": name a directory you may write [CS120]", Assert.Single(refused.Messages), StringComparison.Ordinal);
        world.AssertUntouched();
    }

    [Fact]
    public void Somebody_who_may_not_write_there_is_told_and_nothing_is_left()
    {
        using World world = new(Identity.User);
        string flake = world.Make("flake");
        File.SetUnixFileMode(flake, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        world.Remember();
        CliResult refused = world.Start("generate", "--out", flake);
        File.SetUnixFileMode(flake, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        _ = refused.ExpectRefusal(CliResult.Failed, "cannot write to ROOT/flake: permission denied: name a directory you may write [CS120]");
    }

    [Fact]
    public void Mistakes_in_the_file_are_all_reported_and_nothing_is_written()
    {
        using World world = new();
        string config = world.WriteFile("c.json", """{ "packages": ["a b"], "settings": { "askk": true, "ro": ["x"] } }""");
        string good = world.WriteFile("d.json", "{ \"settings\": {\n \"askk\": true,\n \"ro\": [\"x\"] } }");
        string flake = Path.Combine(world.Root, "flake");

        _ = world.Run("generate", "--out", flake, "--config", config).ExpectRefusal(CliResult.Failed, "ROOT/c.json: packages[0]: a b: write a package's name in nixpkgs, as in ripgrep or python3Packages.pip [CS110]");
        Assert.False(Directory.Exists(flake));
        CliResult settings = world.Run("generate", "--out", flake, "--config", good);
        Assert.Equal(CliResult.Failed, settings.Code);
        Assert.Equal(2, settings.Messages.Count());
        Assert.All(settings.Messages, static m => Assert.Matches(@"^ROOT/d\.json: settings:[0-9]: (askk: unknown key: did you mean ask\?|ro\[0\]: .*) \[CS110\]$", m));
        world.AssertUntouched();
        _ = world.Run("generate", "--out", flake, "--config", Path.Combine(world.Root, "none.json")).ExpectRefusal(CliResult.Failed, "cannot read ROOT/none.json: no such file or directory (ENOENT): name a file for generate [CS110]");
        _ = world.Run("generate", "--out", flake, "--config", world.Root).ExpectRefusal(CliResult.Failed, "cannot read ROOT: not a regular file: name a file for generate [CS110]");
    }

    [Fact]
    public void The_command_line_says_where_to_and_does_not_contradict_itself()
    {
        using World world = new();
        _ = world.Run("generate").ExpectRefusal(CliResult.Usage, "generate needs --out DIR: say where to write [CS101]");
        _ = world.Run("generate", "--out", "x", "--check", "--force").ExpectRefusal(CliResult.Usage, "--check writes nothing: leave out --force, or --check [CS101]");
    }

    private static Dictionary<string, string> Files(string directory) =>
        Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(directory, f), File.ReadAllText, StringComparer.Ordinal);
}
