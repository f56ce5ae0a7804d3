using Sandbox.Cli.Tests.Fixtures;

namespace Sandbox.Cli.Tests.CommandLine;

/// <summary>Mistakes in the words themselves: one line each, and nothing done.</summary>
public sealed class UsageTests
{
    private const string GoesAfter = "options of the program inside go after --";

    /// <summary>Words (P is the project), then the messages.</summary>
    public static TheoryData<string, string[]> Launches => new()
    {
        { "--bakend native P", [$"unknown option --bakend: did you mean --backend? ({GoesAfter}) [CS101]"] },
        { "--verbose P", [$"unknown option --verbose: see `claude-sandbox --help`; {GoesAfter} [CS101]"] },
        { "-p hi P", [$"unknown option -p: see `claude-sandbox --help`; {GoesAfter} [CS101]"] },
        { "-qx P", [$"unknown option -qx: see `claude-sandbox --help`; {GoesAfter} [CS101]"] },
        { "--ro:/usr P", [$"unknown option --ro:/usr: see `claude-sandbox --help`; {GoesAfter} [CS101]"] },
        { "P --version", [$"unknown option --version: see `claude-sandbox --help`; {GoesAfter} [CS101]"] },
        { "P --netwrok=none", [$"unknown option --netwrok=none: did you mean --network? ({GoesAfter}) [CS101]"] },
        { "P --ro", ["--ro needs a value: --ro PATH [CS101]"] },
        { "P --ro --rw /data", ["--ro needs a value, but --rw follows: --ro PATH (--ro=--rw if that is meant) [CS101]"] },
        { "--agent --foo P", ["--agent needs a value, but --foo follows: --agent COMMAND (--agent=--foo if that is meant) [CS101]"] },
        { "P --env=", ["--env needs a value: --env NAME[=VALUE] [CS101]"] },
        { "P --network", ["--network needs a value: --network allowlist|none|host [CS101]"] },
        { "--ask=yes P", ["--ask takes no value: give it alone [CS101]"] },
        { "--network host --network=none P", ["--network is given twice (host, none): keep one of the two [CS101]"] },
        { "P make test", ["unexpected make test after the directory: what is meant for the program inside goes after --: claude-sandbox run PROJECT -- make test [CS101]"] },
        { "P extra -- -p hi", ["unexpected extra after the directory: what is meant for the program inside goes after --: claude-sandbox run PROJECT -- extra [CS101]"] },
        { "-q exec P -- ls", ["the verb exec comes before every option: claude-sandbox exec [OPTIONS] PROJECT [CS101]"] },
        { "--shell P -- ls", ["--shell takes no command: use `claude-sandbox exec DIR -- COMMAND` [CS101]"] },
        { "exec P", ["exec needs a command after --: claude-sandbox exec [DIR] -- COMMAND [ARG...] [CS101]"] },
        { "exec P --", ["exec needs a command after --: claude-sandbox exec [DIR] -- COMMAND [ARG...] [CS101]"] },
        { "exec P make", ["unexpected make after the directory: what is meant for the program inside goes after --: claude-sandbox exec PROJECT -- make [CS101]"] },
        {
            "--network all --backend docker --credentials brokers --forward all --allow-write .git --env 1=x --zz P",
            [$"unknown option --zz: see `claude-sandbox --help`; {GoesAfter} [CS101]"]
        },
        {
            "--network all --backend docker --credentials brokers --forward gh-config,all --allow-write .bashrc --env 1=x P",
            [
                "--network all: use one of allowlist, none, host [CS101]", "--backend docker: use one of native, bubblewrap, nspawn, vm, auto [CS101]", "--credentials brokers: use one of broker, env, file, none [CS101]",
                "unknown forward all: known are git-config, nix-store, current-system, gh-config, gh-token, ssh-agent, nix-daemon, docker, system-bus, session-bus, keyring, wayland, x11, gpu, audio [CS102]",
                $"--allow-write .bashrc: not a protected name; known are all, {string.Join(", ", Core.Policy.ProtectedNames.All)} [CS102]",
                "--env 1: not a variable name: use letters, digits and _, not beginning with a digit [CS102]",
            ]
        },
    };

    public static TheoryData<string, string[]> Others => new()
    {
        { "plan --jsn P", [$"unknown option --jsn: did you mean --json? ({GoesAfter}) [CS101]"] },
        { "plan --network all P", ["--network all: use one of allowlist, none, host [CS101]"] },
        { "plan --forward ssh P", ["unknown forward ssh: known are git-config, nix-store, current-system, gh-config, gh-token, ssh-agent, nix-daemon, docker, system-bus, session-bus, keyring, wayland, x11, gpu, audio [CS102]"] },
        { "plan --shell P -- ls", ["--shell takes no command: leave out --shell or what follows -- [CS101]"] },
        { "plan P --compile", ["--compile needs a value: --compile FILE [CS101]"] },
        { "plan P --json --compile x", ["--json and --compile exclude each other: a compiled plan goes to a file [CS101]"] },
        { "plan P x", ["unexpected x after the directory: what is meant for the program inside goes after --: claude-sandbox plan PROJECT -- x [CS101]"] },
        { "agent", ["agent needs a verb: agent install [VERSION], or agent path [CS101]"] },
        { "image", ["image needs a verb: image build vm, or image list [CS101]"] },
        { "image build docker", ["image docker: there are images for vm only [CS101]"] },
        { "agent list", ["agent has no verb list: use agent install or agent path [CS101]"] },
        { "agent instal", ["agent has no verb instal: did you mean agent install? [CS101]"] },
        { "agent path extra", ["unexpected extra: see `claude-sandbox agent path --help` [CS101]"] },
        { "agent path -- x", ["agent path runs nothing inside, so nothing goes after --: leave out x [CS101]"] },
        { "agent path --json", [$"unknown option --json: see `claude-sandbox --help`; {GoesAfter} [CS101]"] },
        { "agent install latest", ["'latest' is not a version; name one exactly, such as 2.1.329 [CS101]"] },
        { "agent install 1.2.3 4", ["unexpected 4: see `claude-sandbox agent install --help` [CS101]"] },
        { "completions", ["completions needs a shell: claude-sandbox completions bash|zsh|fish [CS101]"] },
        { "completions tcsh", ["no completions for tcsh: known are bash, zsh and fish [CS101]"] },
        { "completions bash zsh", ["unexpected zsh: see `claude-sandbox completions --help` [CS101]"] },
        { "man nothing", ["no manual page nothing: known are run, exec, enter, stop, bind, list, status, logs, plan, agent, agent-install, agent-path, image, image-build, image-list, network, network-log, network-why, config, config-show, config-path, config-validate, config-schema, doctor, verify, generate, completions, man [CS101]"] },
        { "verify --backend docker", [$"--backend docker: use one of {string.Join(", ", Core.Policy.BackendKinds.Words)}, all [CS101]"] },
        { "verify --check PR-15,XX-99", ["--check XX-99: there is no such check: `claude-sandbox verify --list` lists them [CS101]"] },
        { "verify P --check", ["--check needs a value: --check ID[,ID] [CS101]"] },
        { "verify P x", ["unexpected x after the directory: what is meant for the program inside goes after --: claude-sandbox verify PROJECT -- x [CS101]"] },
        { "man run --out P", ["--out writes every page: leave out PAGE, or --out [CS101]"] },
        { "plan --color maybe P", ["--color maybe: use one of auto, always, never [CS101]"] },
        { "plan --color P", ["--color PROJECT: use one of auto, always, never [CS101]"] },
        { "plan P --color", ["--color needs a value: --color auto|always|never [CS101]"] },
        { "plan --color never --color=always P", ["--color is given twice (never, always): keep one of the two [CS101]"] },
        { "--version P", ["unexpected PROJECT: --version stands alone [CS101]"] },
    };

    [Theory]
    [MemberData(nameof(Launches))]
    public void A_launch_is_refused_with_125(string line, string[] messages) => Run(line, CliResult.Refused, messages);

    [Theory]
    [MemberData(nameof(Others))]
    public void Other_verbs_exit_with_2(string line, string[] messages) => Run(line, CliResult.Usage, messages);

    [Theory]
    [InlineData("--ro", "--ro needs a path: it is empty [CS102]")]
    [InlineData("--env", "--env '': not a variable name: use letters, digits and _, not beginning with a digit [CS102]")]
    [InlineData("--agent", "--agent needs a command: it is empty [CS101]")]
    [InlineData("--network", "--network '': use one of allowlist, none, host [CS101]")]
    [InlineData("--forward", "unknown forward '': known are git-config, nix-store, current-system, gh-config, gh-token, ssh-agent, nix-daemon, docker, system-bus, session-bus, keyring, wayland, x11, gpu, audio [CS102]")]
    public void An_empty_value_is_refused_by_what_it_is_for(string option, string message)
    {
        using World world = new();
        world.Run(option, string.Empty, world.Project).ExpectRefusal(CliResult.Refused, message);
    }

    [Fact]
    public void An_empty_directory_is_not_the_current_one()
    {
        using World world = new();
        world.Run(string.Empty).ExpectRefusal(CliResult.Refused, "the project directory is empty: name a directory, or leave it out for the current one [CS103]");
    }

    [Fact]
    public void An_empty_command_is_not_found()
    {
        using World world = new();
        world.Run("exec", world.Project, "--", string.Empty).ExpectRefusal(127, "'': command not found: the first word after -- is empty [CS303]");
    }

    [Fact]
    public void A_word_with_an_at_sign_is_no_response_file()
    {
        using World world = new();
        string words = world.WriteFile("words", "--allow-debug\n");
        world.Run("@" + words).ExpectRefusal(CliResult.Refused, "no such project directory: @ROOT/words: create it first, or name an existing one [CS103]");
    }

    [Theory]
    [InlineData("[suggest]")]
    [InlineData("[diagram]")]
    [InlineData("[debug]")]
    public void A_word_in_brackets_is_no_directive(string word)
    {
        using World world = new();
        world.Run(word).ExpectRefusal(CliResult.Refused, $"no such project directory: {word}: create it first, or name an existing one [CS103]");
    }

    private static void Run(string line, int code, string[] messages)
    {
        using World world = new();
        string[] words = [.. line.Split(' ').Select(w => w == "P" ? world.Project : w)];
        world.Run(words).ExpectRefusal(code, messages);
    }
}
