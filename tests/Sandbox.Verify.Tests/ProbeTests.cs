using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sandbox.Verify.Running;

namespace Sandbox.Verify.Tests;

/// <summary>The probe does what its words say, without a sandbox.</summary>
public sealed class ProbeTests
{
    [FactWithin(30)]
    public void Calls_threads_terminals_and_programs_work()
    {
        IReadOnlyList<Answer> answers = ProbeProgram.Make(
            new Attempt("call", "39"), new Attempt("call", "9999"), new Attempt("call", "56", "0x11", "0", "0", "0", "0"), new Attempt("thread"), new Attempt("pty"), new Attempt("loopback"),
            new Attempt("run", "/bin/sh", "-c", "exit 3"), new Attempt("run", "/bin/sh", "-c", "kill -9 $$"), new Attempt("no-such-word"));

        Assert.Equal(
            ["success", "ENOSYS", "success", "success", "success", "success", "exit code 3", "signal 9", "errno 999"], answers.Select(static a => a.ToString()).Select(static w => w == "999" ? "errno 999" : w));
    }

    [FactWithin(30)]
    public void Bytes_that_a_line_cannot_hold_arrive_as_they_are()
    {
        using TempDirectory directory = TempDirectory.Create();
        string name = directory.At("a b\tc\nd%41\u00e9");

        IReadOnlyList<Answer> answers = ProbeProgram.Make(new Attempt("write", name, "one\ttwo\nthree%"), new Attempt("read", name));

        Assert.Equal("one\ttwo\nthree%", File.ReadAllText(name));
        Assert.Equal("one\ttwo\nthree%", answers[1].Text);
    }

    [FactWithin(30)]
    public void A_text_is_found_in_names_and_files_and_not_behind_links()
    {
        using TempDirectory directory = TempDirectory.Create();
        using TempDirectory other = TempDirectory.Create();
        _ = directory.WriteFile("a/b/file", "some WANTED text");
        _ = other.WriteFile("x", "BEHIND");
        _ = File.CreateSymbolicLink(directory.At("link"), other.Path);

        IReadOnlyList<Answer> answers = ProbeProgram.Make(
            new Attempt("search", "WANTED", directory.Path), new Attempt("search", "BEHIND", directory.Path), new Attempt("search", "WANTED", "/no/such/directory"));

        Assert.Equal((directory.At("a/b/file"), "ENOENT", "ENOENT"), (answers[0].Text, answers[1].ToString(), answers[2].ToString()));
    }

    [FactWithin(60)]
    public void What_lies_on_top_is_found_beside_more_than_can_be_searched()
    {
        using TempDirectory crowd = TempDirectory.Create();
        using TempDirectory last = TempDirectory.Create();
        for (int i = 0; i <= 30_000; i++)
        {
            _ = crowd.WriteFile($"deep/{i}", string.Empty);
        }

        _ = last.WriteFile("WANTED", string.Empty);

        IReadOnlyList<Answer> answers = ProbeProgram.Make(
            new Attempt("search", "WANTED", crowd.Path, last.Path), new Attempt("search", "MISSING", crowd.Path, last.Path));

        Assert.Equal((last.At("WANTED"), "E2BIG"), (answers[0].Text, answers[1].ToString()));
    }

    [FactWithin(30)]
    public void A_file_is_planted_though_its_directory_is_read_only()
    {
        using TempDirectory directory = TempDirectory.Create();
        _ = directory.WriteFile("d/other", "x");

        _ = ProbeProgram.Make(new Attempt("plant", directory.At("new/deep/file"), "PWN"), new Attempt("plant", directory.At("d/file"), "PWN"));

        Assert.Equal("PWNPWN", File.ReadAllText(directory.At("new/deep/file")) + File.ReadAllText(directory.At("d/file")));
    }

    [FactWithin(30)]
    public void Servers_notice_connections()
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        string port = ((IPEndPoint)server.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        IReadOnlyList<Answer> answers = ProbeProgram.Make(new Attempt("tcp", "127.0.0.1", port), new Attempt("abstract", "no-such-" + Guid.NewGuid().ToString("N")));

        Assert.True(server.Pending());
        Assert.Equal(["success", "ECONNREFUSED"], answers.Select(static a => a.ToString()));
    }

    [FactWithin(30)]
    public void A_tree_is_removed_and_what_its_links_lead_to_is_not()
    {
        using TempDirectory directory = TempDirectory.Create();
        using TempDirectory other = TempDirectory.Create();
        _ = other.WriteFile("kept", "x");
        _ = directory.WriteFile("tree/a/b", "x");
        _ = File.CreateSymbolicLink(directory.At("tree/a/link"), other.Path);

        _ = ProcessRun.Run(ProbeProgram.Path, "remove", directory.At("tree")).ExpectExit();

        Assert.False(Directory.Exists(directory.At("tree")));
        Assert.True(File.Exists(other.At("kept")));
    }
}
