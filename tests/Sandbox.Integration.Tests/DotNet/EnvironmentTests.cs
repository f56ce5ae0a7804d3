using System.Text;

namespace Sandbox.Integration.Tests;

/// <summary>DN-07 and DN-08: the environment is built from nothing, and bytes stay what they are.</summary>
public sealed class EnvironmentTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    private static readonly string[] Expected =
    [
        "ALL_PROXY", "CLAUDE_SANDBOX", "CLAUDE_SANDBOX_BACKEND", "HOME", "HTTPS_PROXY", "HTTP_PROXY", "IS_SANDBOX", "LANG", "LOGNAME", "NO_PROXY", "PATH", "PWD", "SHELL", "TMPDIR", "USER", "XDG_RUNTIME_DIR",
        "all_proxy", "http_proxy", "https_proxy", "no_proxy",
    ];

    private static readonly string[] Secrets =
    [
        "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "GH_TOKEN", "NPM_TOKEN", "OPENAI_API_KEY", "SSH_AUTH_SOCK", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "XAUTHORITY", "LD_PRELOAD", "LD_LIBRARY_PATH",
        "NODE_OPTIONS", "PYTHONSTARTUP", "BASH_ENV", "ENV", "GIT_SSH_COMMAND", "EDITOR", "DOTNET_STARTUP_HOOKS", "MSBUILDSDKSPATH", "KUBECONFIG", "VAULT_TOKEN", "http_proxy", "OLDPWD",
    ];

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Nothing_of_the_callers_environment_comes_in_that_is_not_on_the_list(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string canary = workspace.Decoys.Tag;
        foreach (string name in Secrets.Concat(Enumerable.Range(0, 200).Select(static n => $"RANDOM_{n}")))
        {
            workspace.Environment[name] = $"/{canary}/{name}";
        }

        ProcessRequest request = workspace.Plain(workspace.Program, "exec", "-q", workspace.Project, "--", "/usr/bin/env");
        string inside = ProcessRun.Run(Start(identity, request)).ExpectExit().OutputText;

        Assert.DoesNotContain(canary, inside, StringComparison.Ordinal);
        Assert.Equal(Expected.Where(n => n != "IS_SANDBOX" || identity.UserId == 0), inside.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.Split('=')[0]).Order(StringComparer.Ordinal));
        Assert.Contains(canary, ProcessRun.Run(Start(identity, request with { FileName = "/usr/bin/env", Arguments = [] })).OutputText, StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void The_credential_is_in_no_command_line_and_in_the_environment_of_no_process_of_ours_but_the_launcher(Identity identity)
    {
        using Workspace workspace = fixture.Create(identity);
        using LiveProcess process = workspace.StartInside("echo ready; sleep 600", "--credentials", "env");
        LiveSandbox sandbox = LiveSandbox.Of(process);

        foreach (int id in new[] { sandbox.Launcher, sandbox.Monitor, sandbox.Init, sandbox.Payload })
        {
            Assert.DoesNotContain(Workspace.ApiKey, File.ReadAllText($"/proc/{id}/cmdline"), StringComparison.Ordinal);
        }

        // bwrap says where it is, and nothing else.
        string allowed = TestBackend.Other is null ? string.Empty : $"PWD={workspace.Project}\0";
        Assert.Empty(File.ReadAllText($"/proc/{sandbox.Monitor}/environ"));
        Assert.Equal(allowed, File.ReadAllText($"/proc/{sandbox.Init}/environ"));

        // The sensor works: the payload is meant to have it in this mode.
        Assert.Contains(Workspace.ApiKey, File.ReadAllText($"/proc/{sandbox.Payload}/environ"), StringComparison.Ordinal);
        Assert.DoesNotContain(Workspace.ApiKey, Encoding.UTF8.GetString(ReadMemory(sandbox.Monitor)), StringComparison.Ordinal);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Bytes_that_are_not_text_go_through_arguments_and_variables_unchanged(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Bytes = "a\\377\\200b \\303\\251 e\\314\\201 \\355\\240\\200 \\357\\277\\275";

        byte[] expected = workspace.Outside($"printf '{Bytes}'").ExpectExit().Output;
        byte[] argument = workspace.Outside($"{workspace.Program} exec -q . -- printf %s \"$(printf '{Bytes}')\"").ExpectExit().Output;
        byte[] given = workspace.Outside($"{workspace.Program} exec -q --env \"ODD=$(printf '{Bytes}')\" . -- sh -c 'printf %s \"$ODD\"'").ExpectExit().Output;
        byte[] passed = workspace.Outside($"ODD=\"$(printf '{Bytes}')\" {workspace.Program} exec -q --env ODD . -- sh -c 'printf %s \"$ODD\"'").ExpectExit().Output;

        Assert.Equal(expected, argument);
        Assert.Equal(expected, given);
        Assert.Equal(expected, passed);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Names_that_differ_only_in_their_composition_are_different_files(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string composed = workspace.Write(workspace.At("names", "\u00E9", "file"), "composed");
        _ = workspace.Write(workspace.At("names", "e\u0301", "file"), "decomposed");

        string read = workspace.Inside($"cat '{composed}'; ls {workspace.At("names")} | wc -l", "--ro", Path.GetDirectoryName(composed)!).OutputText;

        Assert.Equal("composed1\n", read);
    }

    private static ProcessRequest Start(Identity identity, ProcessRequest request) =>
        identity.UserId == 0 || !TestHost.IsRoot ? request : request with
        {
            // setpriv itself would load what LD_PRELOAD names; nothing of that name exists, so it only warns on stderr.
            FileName = "/usr/bin/setpriv",
            Arguments = ["--reuid", $"{identity.UserId}", "--regid", $"{identity.GroupId}", "--clear-groups", "--", request.FileName, .. request.Arguments],
        };

    // The writable memory of a process that has handed everything on.
    private static byte[] ReadMemory(int id)
    {
        using FileStream memory = new($"/proc/{id}/mem", FileMode.Open, FileAccess.Read);
        using MemoryStream all = new();
        foreach (string[] range in File.ReadAllLines($"/proc/{id}/maps").Where(static l => l.Contains(" rw", StringComparison.Ordinal)).Select(static l => l.Split(' ')[0].Split('-')))
        {
            long start = Convert.ToInt64(range[0], 16);
            byte[] bytes = new byte[Convert.ToInt64(range[1], 16) - start];
            memory.Position = start;
            memory.ReadExactly(bytes);
            all.Write(bytes);
        }

        return all.ToArray();
    }
}
