using System.Text;
using System.Text.Json;

namespace Sandbox.Integration.Tests;

/// <summary>
/// What generate writes, built by Nix (against the small nixpkgs of tests/nix: no other can be had here), starts a sandbox with the store's programs and with the
/// settings that were asked for.
/// </summary>
public sealed class NixPackageTests
{
    private const string Wanted = """{ "packages": ["hello"], "settings": { "env": ["GREETING"], "network": { "mode": "none" } } }""";

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void The_built_package_starts_a_sandbox_as_configured(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using NixProgram nix = new();
        string program = Build(workspace, nix, "default", Wanted);
        workspace.Environment["GREETING"] = "hi";
        const string Look = "hello; echo $GREETING; id -u; getent hosts registry.npmjs.org || echo no network; ls -A ~ | grep -c ssh; true";

        ProcessResult inside = Run(workspace, program, "exec", "-q", workspace.Project, "--", "sh", "-c", Look);

        Assert.Equal($"hello of the store\nhi\n{identity.UserId}\nno network\n0\n", inside.ExpectExit().OutputText);

        // The control arm: the same launcher without the package around it knows none of that.
        ProcessResult bare = Run(workspace, workspace.Program, "exec", "-q", "--network", "none", workspace.Project, "--", "sh", "-c", "command -v hello; echo [$GREETING]");
        Assert.Equal("[]\n", bare.ExpectExit().OutputText);
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void The_package_without_a_network_has_none_and_the_user_s_own_settings_still_count(Identity identity)
    {
        const string Allowing = """{ "packages": [], "settings": { "env": ["GREETING"], "network": { "allow": ["registry.npmjs.org"] } } }""";
        const string Look = "echo $MINE $GREETING; getent hosts registry.npmjs.org > /dev/null && echo NETWORK; true";
        using Workspace workspace = Workspace.Create(identity);
        using NixProgram nix = new();
        _ = workspace.Write(Path.Combine(workspace.Home, ".config/claude-sandbox/config.json"), """{ "env": ["MINE"] }""");
        workspace.Environment["GREETING"] = "hi";
        workspace.Environment["MINE"] = "mine";

        // The control arm: the same flake's other package.
        string[] inside = [.. new[] { "native", "no-network" }.Select(p => Run(workspace, Build(workspace, nix, p, Allowing), "exec", "-q", workspace.Project, "--", "sh", "-c", Look).ExpectExit().OutputText)];

        Assert.Equal(["mine hi\nNETWORK\n", "mine hi\n"], inside);
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void Its_shell_is_in_a_sandbox_too(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        workspace.Environment["GREETING"] = "hi";
        using NixProgram nix = new();
        byte[] script = Encoding.UTF8.GetBytes("hello\npwd\nls -A ~ | grep -c ssh\nexit 7\n");

        ProcessResult result = ProcessRun.Run(workspace.Request(Build(workspace, nix, "default", Wanted), "--shell", "-q", workspace.Project) with { Input = script });

        Assert.Equal($"hello of the store\n{workspace.Project}\n0\n", result.ExpectExit(7).OutputText);
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void The_package_of_bubblewrap_lets_bubblewrap_make_the_sandbox(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Environment.Remove("CLAUDE_SANDBOX_BACKEND");
        workspace.Environment["GREETING"] = "hi";
        using NixProgram nix = new();

        string[] inside = [.. new[] { "native", "bubblewrap" }.Select(p => Run(workspace, Build(workspace, nix, p, Wanted), "exec", "-q", workspace.Project, "--", "sh", "-c", "hello; echo $CLAUDE_SANDBOX_BACKEND").ExpectExit().OutputText)];

        Assert.Equal(["hello of the store\nnative\n", "hello of the store\nbubblewrap\n"], inside);
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void The_machine_is_started_in_a_sandbox_and_the_exit_code_of_its_command_is_the_program_s(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Environment.Remove("CLAUDE_SANDBOX_BACKEND");
        workspace.Environment["GREETING"] = "hi";
        using NixProgram nix = new();

        // The stand-in for the machine prints how it was started, and ends with the number of words of the command inside.
        string[] said = [.. new[] { "vm", "vm-no-network" }.Select(p => Run(workspace, Build(workspace, nix, p, Wanted), "-q", workspace.Project, "--", "make", "a b", "").ExpectExit(3).OutputText)];

        Assert.All(said, s => Assert.Contains($" -virtfs local,path={workspace.Project},mount_tag=project_share,security_model=none,id=project_share ", s, StringComparison.Ordinal));
        Assert.DoesNotContain("ssh_dir", said[0], StringComparison.Ordinal);
        Assert.Contains(" -nic user,", said[0], StringComparison.Ordinal);
        Assert.DoesNotContain(" -nic user,", said[1], StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(workspace.Project, "*.qcow2"));
    }

    private static ProcessResult Run(Workspace workspace, string program, params string[] arguments) => ProcessRun.Run(workspace.Request(program, arguments));

    // Nix runs as the user of the tests, and what it builds belongs to that user, as in a store of one's own.
    private static string Build(Workspace workspace, NixProgram nix, string package, string wanted)
    {
        string configuration = workspace.Write(workspace.At("generate.json"), wanted);
        string flake = nix.At("flake");
        _ = ProcessRun.Run(new ProcessRequest(workspace.Program, "generate", "--out", flake, "--config", configuration) { Environment = workspace.Environment }).ExpectExit();

        if (!Directory.Exists(nix.At("launcher")))
        {
            string launcher = Directory.CreateDirectory(nix.At("launcher/bin")).FullName;
            File.Copy(Path.Combine(RepositoryPaths.Root, "tests/nix/launcher/flake.nix"), nix.At("launcher/flake.nix"));
            foreach (string name in Installation.Programs)
            {
                Installation.Share(Path.Combine(Installation.Directory, name), Path.Combine(launcher, name));
            }
        }

        using JsonDocument built = JsonDocument.Parse(nix.Run(
            "nix", "build", $"path:{flake}#{package}", "--no-link", "--json", "--no-write-lock-file", "--override-input", "nixpkgs", "path:" + Path.Combine(RepositoryPaths.Root, "tests/nix/nixpkgs"),
            "--override-input", "claude-sandbox", "path:" + nix.At("launcher")).OutputText);
        return built.RootElement[0].GetProperty("outputs").GetProperty("out").GetString()! + "/bin/claude-sandbox" + (package.StartsWith("vm", StringComparison.Ordinal) ? "-vm" : string.Empty);
    }
}
