using System.Globalization;

namespace Sandbox.Integration.Tests.Network;

/// <summary>Commands in one sandbox, one after the other, each told of the proxy and each not.</summary>
public sealed class ToolRun
{
    /// <summary>No server of the tests listens there, and no rule names it.</summary>
    public const int OtherPort = 4444;

    private const string Mark = "\n@@ ";

    // Arguments are the commands; the time is taken inside, without the start of the sandbox.
    private const string Script = """
        for command in "$@"; do
          start=$(date +%s%N)
          sh -c "$command" > .output 2>&1 < /dev/null
          code=$?
          end=$(date +%s%N)
          printf '\n@@ %s %s\n' "$code" "$(( (end - start) / 1000000 ))"
          cat .output
        done
        """;

    private const string Untold = "unset HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy all_proxy no_proxy; ";

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    private readonly Workspace _workspace;
    private readonly IReadOnlyList<string> _options;

    /// <param name="workspace">Where it runs; the names of <see cref="NamedHosts"/> are known there.</param>
    /// <param name="options">Options of the sandbox.</param>
    public ToolRun(Workspace workspace, IReadOnlyList<string> options)
    {
        _workspace = workspace;
        _options = options;
    }

    /// <summary>Runs the commands with the environment as the sandbox makes it.</summary>
    public IReadOnlyList<Attempt> Run(params IReadOnlyList<string> commands)
    {
        ProcessRequest request = _workspace.Sandbox(["exec", "-q", .. _options, _workspace.Project, "--", "/bin/sh", "-c", Script, "sh", .. commands]) with { TimeLimit = Limit };
        string output = ProcessRun.Run(_workspace.WithNames(request)).ExpectExit().OutputText;
        string[] parts = output.Split(Mark)[1..];
        Assert.True(parts.Length == commands.Count, output);
        return [.. parts.Zip(commands, Read)];
    }

    /// <summary>
    /// The first command must work, the others must fail at once, both with the proxy's variables and without them; and the log must
    /// say why each of the others failed.
    /// </summary>
    /// <param name="expected">What the output of the first holds and that of the others does not.</param>
    /// <param name="told">How the first gets out with the variables; "capture" for a program that ignores them.</param>
    /// <param name="allowed">The first command.</param>
    /// <param name="refused">The others.</param>
    public IReadOnlyList<Attempt> Check(string expected, string told, string allowed, params IReadOnlyList<string> refused)
    {
        string[] each = [allowed, .. refused];
        IReadOnlyList<Attempt> attempts = Run([.. each, .. each.Select(static c => Untold + c)]);
        foreach (Attempt[] way in attempts.Chunk(each.Length))
        {
            Assert.True(way[0].ExitCode == 0 && way[0].Output.Contains(expected, StringComparison.Ordinal), $"this failed: {way[0]}");
            Assert.All(way.Skip(1), a => Assert.True(a.ExitCode != 0 && !a.Output.Contains(expected, StringComparison.Ordinal), $"this was not refused: {a}"));

            // What the program itself takes to start is not ours.
            Assert.All(way.Skip(1), a => Assert.True(a.Time < AtOnce + way[0].Time, $"this was not refused at once: {a}"));
        }

        CheckLog(told);
        return attempts;
    }

    private void CheckLog(string told)
    {
        IReadOnlyList<NetworkLogLine> log = NetworkLogLine.Of(_workspace);
        string all = string.Join('\n', log);
        Assert.True(log.Any(l => l.Verdict == "allowed" && l.Via == told && l.Received > 0), all);
        Assert.True(log.Any(static l => l is { Verdict: "allowed", Via: "capture", Received: > 0 }), all);
        Assert.True(log.Any(static l => l is { Verdict: "refused", Host: NamedHosts.Forbidden, Reason: "no rule allows it" } && l.Remedy is { } remedy && remedy.StartsWith("--allow forbidden.test", StringComparison.Ordinal)), all);
        Assert.True(log.Any(static l => l is { Verdict: "refused", Host: NamedHosts.Api } && l.Reason.StartsWith($"no rule allows port {OtherPort}, only ", StringComparison.Ordinal) && l.Remedy == $"--allow api.test:{OtherPort}"), all);
        Assert.DoesNotContain(log, static l => l is { Verdict: "allowed", Host: NamedHosts.Forbidden } or { Verdict: "allowed", Port: OtherPort });
    }

    private static Attempt Read(string text, string command)
    {
        string[] lines = text.Split('\n', 2);
        string[] numbers = lines[0].Split(' ');
        return new(command, int.Parse(numbers[0], CultureInfo.InvariantCulture), TimeSpan.FromMilliseconds(long.Parse(numbers[1], CultureInfo.InvariantCulture)), lines[1]);
    }
}
