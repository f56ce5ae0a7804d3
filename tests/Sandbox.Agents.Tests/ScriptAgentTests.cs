using Sandbox.Core.Diagnostics;

namespace Sandbox.Agents.Tests;

public sealed class ScriptAgentTests : IDisposable
{
    private const string Package = "lib/node_modules/@anthropic-ai/claude-code";
    private const string Manifest = """{"name":"@anthropic-ai/claude-code","version":"2.0.76"}""";
    private readonly Machine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_script_runs_with_node_and_shows_its_package_and_nodes_prefix()
    {
        string node = _machine.Elf("opt/node/bin/node");
        string script = Script($"home/.npm-global/{Package}", "#!/usr/bin/env node");
        _machine.Link("home/.npm-global/bin/claude", script);
        _machine.Environment["PATH"] = $"{_machine.Root}/opt/node/bin";

        AgentInstallation found = _machine.Locator().Locate();

        Assert.Equal(node, found.Executable);
        Assert.Equal([script], found.LeadingArguments);
        Assert.Equal([$"{_machine.Home}/.npm-global/{Package}", $"{_machine.Root}/opt/node"], found.VisibleDirectories);
        Assert.Equal("2.0.76", found.Version);
    }

    [Fact]
    public void Flags_in_the_first_line_are_kept()
    {
        _machine.Elf("bin/node");
        string script = Script($"home/.npm-global/{Package}", "#!/usr/bin/env -S node --no-warnings --enable-source-maps");
        _machine.Link("bin/claude", script);

        Assert.Equal(["--no-warnings", "--enable-source-maps", script], _machine.Locator().Locate().LeadingArguments);
    }

    [Fact]
    public void A_version_manager_that_PATH_does_not_name_is_found_beside_the_script()
    {
        const string Prefix = "home/.nvm/versions/node/v22.1.0";
        string node = _machine.Elf($"{Prefix}/bin/node");
        string script = Script($"{Prefix}/{Package}", "#!/usr/bin/env node");
        string link = _machine.Link($"{Prefix}/bin/claude", script);
        _machine.Environment["PATH"] = "/nowhere";

        AgentInstallation found = _machine.Locator([link]).Locate();

        // Without node in the system the one beside it is used; with one, that one, as env would.
        Assert.Contains(found.Executable, (string[])[node, _machine.Files.Look("/usr/bin/node")?.RealPath ?? node]);
        Assert.Contains(found.VisibleDirectories, d => $"{_machine.Root}/{Prefix}/{Package}".StartsWith(d, StringComparison.Ordinal));
    }

    [Fact]
    public void The_package_inside_nodes_prefix_is_not_listed_twice()
    {
        _machine.Elf("opt/node/bin/node");
        _machine.Link("opt/node/bin/claude", Script($"opt/node/{Package}", "#!/usr/bin/env node"));
        _machine.Environment["PATH"] = $"{_machine.Root}/opt/node/bin";

        Assert.Equal([$"{_machine.Root}/opt/node"], _machine.Locator().Locate().VisibleDirectories);
    }

    [Fact]
    public void A_node_in_the_project_or_a_shim_is_passed_over()
    {
        _machine.Elf("project/node");
        _machine.Script("shims/node", "exec asdf exec node");
        string node = _machine.Elf("opt/bin/node");
        _machine.Link("opt/bin/claude", Script($"opt/{Package}", "#!/usr/bin/env node"));
        _machine.Environment["PATH"] = $"{_machine.Project}:{_machine.Root}/shims:{_machine.Root}/opt/bin";

        Assert.Equal(node, _machine.Locator().Locate().Executable);
    }

    [Fact]
    public void Images_that_npm_put_beside_the_package_are_shown_too()
    {
        _machine.Elf("opt/node/bin/node");
        string script = Script("home/.claude/local/node_modules/@anthropic-ai/claude-code", "#!/usr/bin/env node");
        _machine.Link("home/.claude/local/node_modules/.bin/claude", script);
        _machine.Write("home/.claude/local/node_modules/@img/sharp/x", "");
        _machine.Script("home/.claude/local/claude", "exec node_modules/.bin/claude \"$@\"");
        _machine.Environment["PATH"] = $"{_machine.Root}/opt/node/bin";

        AgentInstallation found = _machine.Locator().Locate();

        Assert.Equal([script], found.LeadingArguments);
        Assert.Equal($"{_machine.Home}/.claude/local/claude", found.FoundAt);
        Assert.Contains($"{_machine.Home}/.claude/local/node_modules/@img", found.VisibleDirectories);
    }

    [Fact]
    public void A_wrapper_whose_install_script_never_ran_leads_to_the_platform_package()
    {
        string wrapper = $"home/.npm-global/{Package}";
        string placeholder = _machine.Script($"{wrapper}/bin/claude.exe", "");
        File.WriteAllText(placeholder, "echo \"native binary not installed\" >&2\nexit 1\n");
        _machine.Write($"{wrapper}/package.json", Manifest);
        string binary = _machine.Elf($"{wrapper}/node_modules/{_machine.Platform.PackageName}/claude");
        _machine.Write($"{wrapper}/node_modules/{_machine.Platform.PackageName}/package.json", $$"""{"name":"{{_machine.Platform.PackageName}}","version":"2.1.329"}""");
        _machine.Link("home/.npm-global/bin/claude", placeholder);

        AgentInstallation found = _machine.Locator().Locate();

        Assert.Equal((binary, "2.1.329"), (found.Executable, found.Version));
    }

    [Fact]
    public void A_wrapper_whose_install_script_ran_is_a_native_program()
    {
        string binary = _machine.Elf($"home/.npm-global/{Package}/bin/claude.exe");
        _machine.Write($"home/.npm-global/{Package}/package.json", """{"name":"@anthropic-ai/claude-code","version":"2.1.329"}""");
        _machine.Link("home/.npm-global/bin/claude", binary);

        AgentInstallation found = _machine.Locator().Locate();

        Assert.Equal((binary, "2.1.329"), (found.Executable, found.Version));
        Assert.Equal([$"{_machine.Home}/.npm-global/{Package}/bin"], found.VisibleDirectories);
    }

    [Fact]
    public void A_script_whose_package_would_be_the_home_directory_is_refused()
    {
        _machine.Elf("opt/node/bin/node");
        _machine.Write("home/package.json", "{}");
        _machine.Script("home/tools/claude", "");
        File.WriteAllText($"{_machine.Home}/tools/claude", "#!/usr/bin/env node\n");
        _machine.Environment["PATH"] = $"{_machine.Home}/tools:{_machine.Root}/opt/node/bin";

        SandboxException error = Assert.Throws<SandboxException>(() => _machine.Locator().Locate());

        Assert.Contains("outside any npm package of its own", Assert.Single(error.Others), StringComparison.Ordinal);
    }

    private string Script(string package, string firstLine)
    {
        _machine.Write($"{package}/package.json", Manifest);
        string path = _machine.Script($"{package}/cli.js", "");
        File.WriteAllText(path, $"{firstLine}\nconsole.log(1)\n");
        return path;
    }
}
