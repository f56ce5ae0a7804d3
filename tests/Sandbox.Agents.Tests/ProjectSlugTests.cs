using System.Net;
using System.Text;
using Sandbox.Agents.Home;
using Sandbox.Linux.Processes;

namespace Sandbox.Agents.Tests;

[Collection(RealInstallCollection.Name)]
public sealed class ProjectSlugTests(RealInstall install)
{
    [Theory]
    [InlineData("/home/u/a.b_c d", "-home-u-a-b-c-d")]
    [InlineData("/", "-")]
    [InlineData("/\u00e9", "--")]
    [InlineData("/e\u0301", "-e-")]
    [InlineData("/\ud83d\ude00x", "---x")]
    public void Every_unit_that_is_not_an_ASCII_letter_or_digit_becomes_a_hyphen(string path, string slug) => Assert.Equal(slug, ProjectSlug.Of(path));

    [Fact]
    public void A_name_of_200_is_kept_and_a_longer_one_is_cut_and_hashed()
    {
        string exact = "/" + new string('x', 199);

        Assert.Equal("-" + new string('x', 199), ProjectSlug.Of(exact));
        Assert.Matches("^-x{199}-[0-9a-z]+$", ProjectSlug.Of(exact + "x"));
        Assert.NotEqual(ProjectSlug.Of(exact + "ab"), ProjectSlug.Of(exact + "ac"));
    }

    [Fact]
    public async Task The_real_agent_agrees()
    {
        using Machine user = new();
        string root = user.Root;
        string long1 = $"{root}/{new string('l', 100)}/{new string('m', 120)}";
        string[] projects =
        [
            $"{root}/a.b_c d", $"{root}/e\u0301", $"{root}/\u00e9", $"{root}/\ud83d\ude00x", long1, long1 + ".other", Padded(root, 199), Padded(root, 200), Padded(root, 201),
            $"{root}/{string.Concat(Enumerable.Repeat("\ud83d\ude00", 60))}/{string.Concat(Enumerable.Repeat("\ud83d\ude00", 60))}",
        ];
        using HttpListener api = Refusing(out string address);

        foreach (string project in projects)
        {
            Directory.CreateDirectory(project);
            string[] before = Names(user);
            CommandResult said = await new CommandRunner(TimeProvider.System).RunAsync(Prompt(user, project, address), CancellationToken.None);
            string[] after = Names(user);
            Assert.True(after.Length == before.Length + 1, $"{project}: {said.OutputText} {said.ErrorText}");
            Assert.Equal(ProjectSlug.Of(project), Assert.Single(after.Except(before)));
        }
    }

    private static string Padded(string root, int length) => $"{root}/{new string('p', length - root.Length - 1)}";

    private static string[] Names(Machine user) => [.. user.Files.List($"{user.Home}/.claude/projects")];

    private CommandSpec Prompt(Machine user, string project, string address) => new()
    {
        Executable = install.Results[0].Agent.Executable,
        Arguments = ["-p", "hi"],
        Environment = new Dictionary<string, string>
        {
            ["HOME"] = user.Home,
            ["PATH"] = "/usr/bin:/bin",
            ["ANTHROPIC_BASE_URL"] = address,
            ["ANTHROPIC_API_KEY"] = "sk-ant-dummy",
            ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
            ["DISABLE_AUTOUPDATER"] = "1",
        },
        WorkingDirectory = project,
        Timeout = TimeSpan.FromSeconds(60),
    };

    /// <summary>An API that refuses every request at once: the agent has written its transcript by then.</summary>
    private static HttpListener Refusing(out string address)
    {
        for (int port = 20000 + (Environment.ProcessId % 20000); ; port++)
        {
            HttpListener listener = new();
            listener.Prefixes.Add($"http://127.0.0.1:{port}/");
            try
            {
                listener.Start();
            }
            catch (HttpListenerException)
            {
                continue;
            }

            _ = Task.Run(async () =>
            {
                while (listener.IsListening)
                {
                    HttpListenerContext context = await listener.GetContextAsync();
                    context.Response.StatusCode = 400;
                    context.Response.ContentType = "application/json";
                    context.Response.Close(Encoding.UTF8.GetBytes("""{"type":"error","error":{"type":"invalid_request_error","message":"no"}}"""), willBlock: true);
                }
            });
            address = $"http://127.0.0.1:{port}";
            return listener;
        }
    }
}
