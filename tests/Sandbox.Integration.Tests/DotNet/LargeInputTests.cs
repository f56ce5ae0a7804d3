using Sandbox.Linux.Seccomp;

namespace Sandbox.Integration.Tests;

/// <summary>DN-13: input that somebody else chose costs no more than reading it. DN-09 and PR-25: rules without a sandbox.</summary>
public sealed class LargeInputTests
{
    private const int Mebibyte = 1 << 20;
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(15);

    [FactWithin(120)]
    public void Huge_settings_of_the_agent_and_of_git_do_not_hold_up_the_launch()
    {
        using AgentPath agent = new();
        using Workspace workspace = Workspace.Create(Identity.User);
        workspace.Environment["PATH"] = $"{agent.Directory}:{workspace.Environment["PATH"]}";
        workspace.Environment["ANTHROPIC_API_KEY"] = Workspace.ApiKey;
        string long1 = new('a', Mebibyte);
        string[] texts =
        [
            new('[', 4 * Mebibyte), $"{{\"theme\":\"{long1}\"}}", $"{{\"{long1}\":1}}", string.Concat(Enumerable.Repeat("{\"a\":", Mebibyte / 4)), new string(' ', 8 * Mebibyte), "{\"theme\":\"" + new string('\\', Mebibyte),
            $"{{\"env\":{{{string.Join(',', Enumerable.Range(0, 50000).Select(static n => $"\"A_B_{n}_TOKEN\":\"x\""))}}}}}",
        ];

        Assert.All(texts, text =>
        {
            _ = workspace.Write(workspace.At("home", ".claude.json"), text);
            _ = workspace.Write(workspace.At("home", ".claude", "settings.json"), text);
            _ = workspace.Write(workspace.At("home", ".gitconfig"), text);
            Assert.Equal("ran\n", ProcessRun.Run(workspace.InsideRequest("echo ran") with { TimeLimit = Short }).ExpectExit().OutputText);
        });
    }

    [FactWithin(120)]
    public void Huge_words_on_the_command_line_are_refused_or_passed_in_time()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string word = new('-', 100_000);
        string path = string.Concat(Enumerable.Repeat("/a", 50_000));

        foreach (string[] options in new[] { [word], ["--" + new string('a', 100_000)], ["--forward", word], ["--allow-write", word], ["--ro", path], ["--network", word], new[] { "--env", word } })
        {
            Assert.Equal(125, ProcessRun.Run(workspace.InsideRequest("true", options) with { TimeLimit = Short }).ExitCode);
        }

        Assert.Equal("100000\n", ProcessRun.Run(workspace.InsideRequest("printf %s \"$LONG\" | wc -c", "--env", "LONG=" + word) with { TimeLimit = Short }).OutputText);
        string[] many = [.. Enumerable.Range(0, 2000).SelectMany(static n => new[] { "--env", $"A{n}=x" })];
        Assert.Equal("2000\n", ProcessRun.Run(workspace.InsideRequest("env | grep -c ^A[0-9]", many) with { TimeLimit = Short }).OutputText);
    }

    [Fact]
    public void A_filter_for_a_machine_without_a_table_is_not_built() =>
        Assert.Throws<PlatformNotSupportedException>(static () => SeccompFilter.Build(new SeccompProfile { AllowNestedUserNamespaces = false, AllowDebugging = false, DenySetgid = true }, System.Runtime.InteropServices.Architecture.Arm64));

    [Theory]
    [InlineData("/work/app", "/work/app", true)]
    [InlineData("/work/app/x", "/work/app", true)]
    [InlineData("/work/app-evil", "/work/app", false)]
    [InlineData("/work/ap", "/work/app", false)]
    [InlineData("/work/APP/x", "/work/app", false)]
    [InlineData("/x", "/", true)]
    [InlineData("/work/app\u200b", "/work/app", false)]
    public void Being_inside_a_directory_goes_by_whole_names(string path, string root, bool inside) =>
        Assert.Equal(inside, Core.Planning.Paths.IsWithin(path, root));

    [Theory]
    [InlineData("/etc", "/work/a", "/etc")]
    [InlineData("../b", "/work/a", "/work/b")]
    [InlineData("../../../../etc", "/work/a", "/etc")]
    [InlineData("a//b/./c/", "/work", "/work/a/b/c")]
    [InlineData("~/x", "/work", "/home/u/x")]
    [InlineData("a/~/x", "/work", "/work/a/~/x")]
    public void A_path_becomes_absolute_by_its_text_alone(string path, string directory, string expected) =>
        Assert.Equal(expected, Core.Planning.Paths.Absolute(path, directory, "/home/u"));

    /// <summary>A stand-in for the agent, so that its home is built without 378 MB of program.</summary>
    private sealed class AgentPath : IDisposable
    {
        private readonly TempDirectory _place = TempDirectory.Create(TempDirectoryAccess.Traversable);

        public AgentPath()
        {
            Directory = _place.Directory("bin");
            File.Copy(ProbeProgram.Path, Path.Combine(Directory, "claude"));
            File.SetUnixFileMode(Path.Combine(Directory, "claude"), (UnixFileMode)0b111_101_101);
        }

        public string Directory { get; }

        public void Dispose() => _place.Dispose();
    }
}
