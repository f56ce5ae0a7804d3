using Sandbox.Core.Diagnostics;

namespace Sandbox.Agents.Tests;

/// <summary>Everything that can go wrong, with an npm that is a script.</summary>
public sealed class AgentInstallerTests : IDisposable
{
    private const string Version = "2.1.329";
    private readonly Machine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("2.1.197", null)]
    [InlineData("2.1.3290", null)]
    [InlineData("2.1.329", "@evil/claude-code")]
    public async Task Another_package_than_the_one_asked_for_is_not_kept(string version, string? name)
    {
        FakeNpm.Put(_machine, FakeNpm.Package(_machine, version, name) + "\ncp /bin/true $P/claude");

        SandboxException error = await Fails();

        Assert.Contains($"asked npm for {_machine.Platform.PackageName} {Version}, but {name ?? _machine.Platform.PackageName} {version} arrived", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ETARGET", "the registry has no")]
    [InlineData("E404", "the registry has no")]
    [InlineData("ENOTFOUND", "cannot be reached (ENOTFOUND); check the network")]
    [InlineData("ECONNREFUSED", "cannot be reached")]
    [InlineData("EAI_AGAIN", "cannot be reached")]
    [InlineData("ENOSPC", "the disk is full (ENOSPC)")]
    [InlineData("EINTEGRITY", "does not match the registry's checksum")]
    [InlineData("EACCES", "check their owner and mode")]
    [InlineData("E401", "refused npm (E401)")]
    [InlineData("SELF_SIGNED_CERT_IN_CHAIN", "NODE_EXTRA_CA_CERTS")]
    [InlineData("EWEIRD", "npm failed with EWEIRD")]
    public async Task A_failure_of_npm_is_one_clear_line(string code, string expected)
    {
        FakeNpm.Put(_machine, "mkdir -p node_modules/half; " + FakeNpm.Error(code));

        Assert.Contains(expected, (await Fails()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 3", "status 3")]
    [InlineData("echo garbage; exit 1", "status 1")]
    [InlineData("kill -9 $$", "status 137")]
    [InlineData("echo 'npm warn tar TAR_ENTRY_ERROR ENOSPC: no space left on device, write' >&2", "the disk is full")]
    [InlineData("echo 'npm warn tar TAR_ENTRY_ERROR EIO: i/o error, write' >&2", "npm ended with status 0")]
    [InlineData("exit 0", "npm brought no package")]
    public async Task An_npm_that_dies_or_lies_leaves_nothing(string body, string expected)
    {
        FakeNpm.Put(_machine, $"mkdir -p node_modules/half; chmod 500 node_modules/half\n{body}");

        Assert.Contains(expected, (await Fails()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_install_ends_npm_and_leaves_nothing()
    {
        FakeNpm.Put(_machine, $"{FakeNpm.Package(_machine, Version)}\necho $$ > {_machine.Root}/pid.new; mv {_machine.Root}/pid.new {_machine.Root}/pid; exec sleep 60");
        using CancellationTokenSource cancel = new();
        Task install = _machine.Install(Version, cancel.Token);
        while (!File.Exists($"{_machine.Root}/pid") && !install.IsCompleted)
        {
            await Task.Delay(10);
        }

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => install);
        Assert.Empty(_machine.Left());
        Assert.False(Directory.Exists($"/proc/{(await File.ReadAllTextAsync($"{_machine.Root}/pid")).Trim()}"));
    }

    [Fact]
    public async Task What_a_killed_install_left_is_swept_by_the_next()
    {
        string staging = Directory.CreateDirectory($"{_machine.Store.Root}/.staging-2.1.1-abc/node_modules/deep").FullName;
        string outside = _machine.Write("precious", "kept");
        File.CreateSymbolicLink($"{staging}/file", outside);
        File.CreateSymbolicLink($"{staging}/directory", _machine.Root);
        FakeNpm.Put(_machine, FakeNpm.Error("E404"));

        await Fails();

        Assert.True(File.Exists(outside));
    }

    [Fact]
    public async Task A_program_of_another_kind_is_refused_without_being_run()
    {
        string canary = $"{_machine.Root}/ran";
        FakeNpm.Put(_machine, $"{FakeNpm.Package(_machine, Version)}\nprintf '#!/bin/sh\\ntouch {canary}\\necho {Version}' > $P/claude; chmod 755 $P/claude");

        Assert.Contains("not for this machine", (await Fails()).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(canary));
    }

    [Fact]
    public async Task A_program_for_another_processor_is_refused()
    {
        string elf = _machine.Elf("foreign", machine: 8);
        FakeNpm.Put(_machine, $"{FakeNpm.Package(_machine, Version)}\ncp {elf} $P/claude");

        Assert.Contains("not for this machine", (await Fails()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_in_the_place_of_the_program_is_refused()
    {
        FakeNpm.Put(_machine, $"{FakeNpm.Package(_machine, Version)}\nln -s /bin/true $P/claude");

        Assert.Contains("no program called claude", (await Fails()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_does_not_say_the_version_is_refused()
    {
        FakeNpm.Put(_machine, $"{FakeNpm.Package(_machine, Version)}\ncp /bin/true $P/claude");

        // coreutils' true answers --version with its own.
        Assert.Contains("the program says that its version is 'true'", (await Fails()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_program_is_refused()
    {
        string elf = _machine.Elf("broken");
        FakeNpm.Put(_machine, $"{FakeNpm.Package(_machine, Version)}\ncp {elf} $P/claude");

        await Fails();
    }

    [Fact]
    public async Task Npm_gets_no_lifecycle_scripts_no_secrets_and_no_code_from_the_environment()
    {
        string log = $"{_machine.Root}/log";
        FakeNpm.Put(_machine, $"{{ pwd -P; printf '%s\\n' \"$@\"; env; }} > {log}; exit 1");
        foreach (string name in (string[])["ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN", "NODE_OPTIONS", "LD_PRELOAD", "npm_config_local_prefix"])
        {
            _machine.Environment[name] = "CANARY";
        }

        _machine.Environment["HTTPS_PROXY"] = "proxy-is-passed";
        _machine.Environment["npm_config_cafile"] = "cafile-is-passed";
        _machine.Environment["PATH"] = $"{_machine.Project}:{_machine.Environment["PATH"]}";
        await Fails();

        string[] seen = await File.ReadAllLinesAsync(log);
        Assert.StartsWith($"{_machine.Store.Root}/.staging-{Version}-", seen[0], StringComparison.Ordinal);
        Assert.Contains("--ignore-scripts", seen);
        Assert.Contains($"--prefix={seen[0]}", seen);
        Assert.Contains($"{_machine.Platform.PackageName}@{Version}", seen);
        Assert.Contains("HTTPS_PROXY=proxy-is-passed", seen);
        Assert.Contains("npm_config_cafile=cafile-is-passed", seen);
        Assert.Contains($"HOME={_machine.Home}", seen);
        Assert.DoesNotContain(seen, l => l.Contains("CANARY", StringComparison.Ordinal));
        Assert.DoesNotContain(seen, l => l.StartsWith("PATH=", StringComparison.Ordinal) && l.Contains(_machine.Project, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_usable_home_npm_works_in_the_staging_directory()
    {
        string log = $"{_machine.Root}/log";
        FakeNpm.Put(_machine, $"printf %s \"$HOME\" > {log}; exit 1");
        _machine.Environment["XDG_DATA_HOME"] = $"{_machine.Root}/data";
        _machine.Environment["HOME"] = "/nowhere";
        await Fails();

        Assert.StartsWith($"{_machine.Root}/data/claude-sandbox/agents/claude/.staging-", await File.ReadAllTextAsync(log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_npm_in_the_project_is_never_run()
    {
        _machine.Script("project/npm", $"touch {_machine.Root}/pwned");
        _machine.Script("project/node", $"touch {_machine.Root}/pwned");
        _machine.Environment["PATH"] = $".:{_machine.Project}";
        _machine.Environment["npm_config_registry"] = "http://127.0.0.1:1";
        _machine.Environment["npm_config_fetch_retries"] = "0";

        await Assert.ThrowsAsync<SandboxException>(() => _machine.Install(Version));
        Assert.False(File.Exists($"{_machine.Root}/pwned"));
    }

    [Fact]
    public async Task A_store_of_another_user_is_refused_before_anything_is_written()
    {
        Directory.CreateDirectory($"{_machine.Home}/.local/share");
        FakeNpm.Put(_machine, "exit 1");

        SandboxException error = await Assert.ThrowsAsync<SandboxException>(
            () => _machine.Installer(_machine.Uid + 1).InstallAsync(SemanticVersion.Parse(Version), CancellationToken.None));

        Assert.Equal(ErrorCode.HostEnvironment, error.Code);
        Assert.Contains($"belongs to user {_machine.Uid}, not to you", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries($"{_machine.Home}/.local/share"));
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_store_is_one_clear_line()
    {
        _machine.Write("home/.local/share/claude-sandbox", "");

        SandboxException error = await Assert.ThrowsAsync<SandboxException>(() => _machine.Install(Version));

        Assert.Contains("is not a directory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_phase_is_one_line_when_nobody_watches()
    {
        FakeNpm.Put(_machine, "exit 1");
        await Fails();

        Assert.Equal($"downloading claude {Version} with npm\n", _machine.Output.ToString());
    }

    private async Task<SandboxException> Fails()
    {
        SandboxException error = await Assert.ThrowsAsync<SandboxException>(() => _machine.Install(Version));
        Assert.Equal(ErrorCode.AgentInstall, error.Code);
        Assert.StartsWith($"cannot install claude {Version}: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("CANARY", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_machine.Left());
        return error;
    }
}
