using Sandbox.Core.Diagnostics;

namespace Sandbox.Agents.Tests;

public sealed class AgentLocatorTests : IDisposable
{
    private readonly Machine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_native_program_on_PATH_comes_first_and_shows_its_directory()
    {
        string claude = _machine.Elf("bin/claude");
        _machine.Elf("home/.local/bin/claude");

        AgentInstallation found = _machine.Locator().Locate();

        Assert.Equal((claude, AgentSource.Path, claude), (found.Executable, found.Source, found.FoundAt));
        Assert.Equal([$"{_machine.Root}/bin"], found.VisibleDirectories);
        Assert.Empty(found.LeadingArguments);
        Assert.Null(found.Version);
    }

    [Fact]
    public void The_native_installers_link_leads_to_the_versions_directory()
    {
        string real = _machine.Elf("home/.local/share/claude/versions/2.1.300");
        string link = _machine.Link("home/.local/bin/claude", real);

        AgentInstallation found = _machine.Locator().Locate();

        Assert.Equal((real, AgentSource.KnownPlace, link, "2.1.300"), (found.Executable, found.Source, found.FoundAt, found.Version));
        Assert.Equal([$"{_machine.Home}/.local/share/claude/versions"], found.VisibleDirectories);
    }

    [Theory]
    [InlineData(".local/bin/claude")]
    [InlineData(".npm-global/bin/claude")]
    [InlineData(".claude/local/claude")]
    public void Known_places_are_searched_when_PATH_has_none(string place)
    {
        string claude = _machine.Elf($"home/{place}");

        AgentInstallation found = _machine.Locator().Locate();

        Assert.Equal((claude, AgentSource.KnownPlace), (found.Executable, found.Source));
    }

    [Fact]
    public void An_agent_in_the_project_is_never_taken_wherever_PATH_begins()
    {
        _machine.Elf("project/claude");
        _machine.Elf("project/node_modules/.bin/claude");
        _machine.Link("bin/claude", $"{_machine.Project}/claude");
        _machine.Link("home/.local/bin/claude", $"{_machine.Project}/claude");
        _machine.Environment["PATH"] = $".:{_machine.Project}:{_machine.Project}/node_modules/.bin:{_machine.Root}/bin";

        Assert.Equal(ErrorCode.AgentNotFound, Assert.Throws<SandboxException>(() => _machine.Locator().Locate()).Code);
    }

    [Fact]
    public void A_home_that_is_the_project_hides_the_places_in_it()
    {
        _machine.Elf("project/.local/bin/claude");

        Assert.Throws<SandboxException>(() => _machine.Locator([$"{_machine.Project}/.local/bin/claude"]).Locate());
    }

    [Fact]
    public void The_error_says_what_to_do_and_why_each_candidate_was_refused()
    {
        _machine.Script("bin/claude", "exec other");
        _machine.Elf("home/.local/bin/claude", machine: 8);
        _machine.Link("home/.npm-global/bin/claude", _machine.Elf("volta/bin/volta-shim"));

        SandboxException error = Assert.Throws<SandboxException>(() => _machine.Locator().Locate());

        Assert.Equal(ErrorCode.AgentNotFound, error.Code);
        Assert.EndsWith("run `claude-sandbox agent install`", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            [
                $"{_machine.Root}/bin/claude is a sh script: what it starts cannot be known",
                $"{_machine.Home}/.local/bin/claude is a program for another machine",
                $"{_machine.Root}/volta/bin/volta-shim is a launcher that starts claude from elsewhere",
            ],
            error.Others);
    }

    [Theory]
    [InlineData("home/claude")]
    [InlineData("claude")]
    [InlineData("home/Downloads/claude")]
    public void A_program_beside_private_files_is_refused_since_its_directory_would_be_shown(string place)
    {
        _machine.Write("home/Downloads/tax.pdf", "");
        _machine.Elf(place);
        _machine.Environment["PATH"] = Path.GetDirectoryName($"{_machine.Root}/{place}")!;

        SandboxException error = Assert.Throws<SandboxException>(() => _machine.Locator().Locate());

        Assert.Contains("move it to a directory of its own", Assert.Single(error.Others), StringComparison.Ordinal);
    }

    [Fact]
    public void A_home_that_is_reached_through_a_link_is_still_home()
    {
        _machine.Elf("home/claude");
        string alias = _machine.Link("alias", _machine.Home);

        Locating.AgentInspector inspector = new(_machine.Resolver, _machine.Files, _machine.Platform, alias);

        Assert.Null(inspector.Inspect($"{_machine.Home}/claude", AgentSource.Named).Installation);
    }

    [Fact]
    public void What_the_user_names_is_taken_whatever_it_is_called()
    {
        string program = _machine.Elf("bin/my-agent");

        Assert.Equal(program, _machine.Inspector.Inspect(program, AgentSource.Named).Installation?.Executable);
        Assert.Contains("does not exist", _machine.Inspector.Inspect("claude", AgentSource.Named).Refusal, StringComparison.Ordinal);
        Assert.Contains("does not exist", _machine.Inspector.Inspect("/nowhere", AgentSource.Named).Refusal, StringComparison.Ordinal);
    }
}
