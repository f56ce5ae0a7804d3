namespace Sandbox.Integration.Tests;

/// <summary>LR-30 and LR-17: files of the project that the launcher reads, and those that it must not.</summary>
public sealed class HostileFileTests
{
    private static readonly string[] Read =
    [
        ".claude-sandbox.json", ".claude/settings.json", ".claude/settings.local.json", ".mcp.json", ".envrc", ".gitmodules", ".git/HEAD", ".git/index", ".git/logs/HEAD", ".git/config", "CLAUDE.md",
    ];

    private static readonly string[] Loaded =
    [
        "appsettings.json", "claude-sandbox-cli.runtimeconfig.json", "claude-sandbox-cli.deps.json", "claude-sandbox-cli.dll", "libSystem.Native.so", "libc.so", "libc.so.6", "libm.so.6", "global.json",
        "nuget.config", "Directory.Build.props", ".editorconfig", "hostfxr.dll", "libhostfxr.so", "libclrjit.so", "NuGet.Config", "openssl.cnf",
    ];

    private static readonly string[] Ours = [" openat2(", " mknodat(", " move_mount("];

    [TheoryWithin(180), ClassData(typeof(IdentityData))]
    public void Pipes_links_devices_and_giants_in_their_place_neither_hang_nor_show_anything(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string secret = Path.Combine(workspace.Home, ".ssh", "id_ed25519");
        string[] replacements = ["mkfifo $f", "ln -s /dev/zero $f", $"ln -s {secret} $f", "truncate -s 8G $f", "printf '\\377\\000\\033[2J{' > $f", "mkdir $f", "ln -s $f $f"];
        int refused = 0;
        foreach (string name in Read)
        {
            foreach (string replacement in replacements)
            {
                _ = workspace.Outside($"f={name}; rm -rf ../kept; mkdir -p $(dirname $f); [ -e $f ] && mv $f ../kept; {replacement}").ExpectExit();
                ProcessResult result = ProcessRun.Run(workspace.Sandbox("exec", workspace.Project, "--", "/bin/true") with { TimeLimit = TimeSpan.FromSeconds(20) });
                _ = workspace.Outside($"f={name}; rm -rf $f; [ -e ../kept ] && mv ../kept $f; [ .claude = $(dirname $f) ] && rmdir .claude; true").ExpectExit();

                Assert.True(result.ExitCode is 0 or 125, $"{name}, {replacement}: {result}");
                Assert.DoesNotContain(workspace.Decoys.Tag, result.ErrorText, StringComparison.Ordinal);
                Assert.DoesNotContain('\u001b', result.ErrorText);
                Assert.True(result.ExitCode == 0 || result.ErrorText.TrimEnd('\n').EndsWith(']'), $"{name}, {replacement}: {result}");
                refused += result.ExitCode == 0 ? 0 : 1;
            }
        }

        // The control: some of them are read, or nothing would have been refused; and as they were before, all is well.
        Assert.True(refused > 5, $"{refused} refused");
        _ = workspace.Inside("true").ExpectExit();
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Nothing_that_runtimes_load_from_the_current_directory_is_loaded(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        foreach (string name in Loaded)
        {
            _ = workspace.Write(workspace.At("project", name), "{ \"not\": \"this\" }");
        }

        workspace.Environment["DOTNET_STARTUP_HOOKS"] = workspace.At("project", "claude-sandbox-cli.dll");
        workspace.Environment["DOTNET_ADDITIONAL_DEPS"] = workspace.Project;
        workspace.Environment["DOTNET_SHARED_STORE"] = workspace.Project;
        workspace.Environment["DOTNET_ROOT"] = workspace.Project;
        workspace.Environment["DOTNET_BUNDLE_EXTRACT_BASE_DIR"] = workspace.Project;
        workspace.Environment["CORECLR_PROFILER_PATH"] = workspace.At("project", "libc.so");
        workspace.Environment["OPENSSL_CONF"] = workspace.At("project", "openssl.cnf");
        string trace = workspace.At("trace");
        ProcessRequest launch = workspace.Plain(
            TestHost.Require(Capability.Strace), "-f", "-qq", "-e", "trace=%file", "-o", trace, workspace.Program, "exec", "-q", workspace.Project, "--", "/bin/cat", "global.json");

        _ = ProcessRun.Run(identity.Wrap(launch)).ExpectExit();

        // openat2 is how our own code opens (the report about files that changed), and the executor makes its own files; every loader uses the older calls.
        // The control: the payload's own look at one of them is in the trace, and nothing else is.
        string[] calls = [.. File.ReadAllLines(trace).Where(static l => Loaded.Any(n => l.Contains($"/{n}\"", StringComparison.Ordinal) || l.Contains($"\"{n}\"", StringComparison.Ordinal)))];
        string[] loads = [.. calls.Where(static l => !Ours.Any(c => l.Contains(c, StringComparison.Ordinal)))];
        string[] ofProject = [.. loads.Where(l => l.Contains(workspace.Project, StringComparison.Ordinal) || !l.Contains("\"/", StringComparison.Ordinal))];
        Assert.Contains("\"global.json\"", Assert.Single(ofProject), StringComparison.Ordinal);
    }
}
