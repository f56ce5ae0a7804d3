using Sandbox.Egress.Log;

namespace Sandbox.Egress.Tests.Log;

/// <summary>What is written, and what of it is believed afterwards.</summary>
public sealed class EgressLogTests : IDisposable
{
    private readonly TempDirectory _directory = TempDirectory.Create();

    private string LogPath => _directory.At("network.log");

    public static EgressRecord Record(string host = "example.com", int port = 443, bool allowed = true, string reason = "allowed by preset npm") => new()
    {
        Time = new DateTimeOffset(2026, 3, 1, 12, 0, 0, 250, TimeSpan.Zero),
        Via = "capture",
        Host = host,
        Port = port,
        Allowed = allowed,
        Reason = reason,
    };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_field_comes_back()
    {
        EgressRecord full = Record() with { Rule = "example.com", Remedy = "--allow x", Sent = long.MaxValue, Received = 7 };
        EgressRecord bare = Record(allowed: false);
        using (EgressLogFile log = new(LogPath))
        {
            log.Write(full);
            log.Write(bare);
        }

        Assert.Equal([full, bare], EgressLogReader.Read(LogPath));
    }

    [Fact]
    public void A_line_is_a_JSON_object_with_these_members()
    {
        using (EgressLogFile log = new(LogPath))
        {
            log.Write(Record() with { Rule = "example.com" });
        }

        string line = Assert.Single(File.ReadAllLines(LogPath));
        Assert.Equal(
            """{"time":"2026-03-01T12:00:00.250Z","via":"capture","host":"example.com","port":443,"verdict":"allowed","rule":"example.com","reason":"allowed by preset npm","remedy":null,"sent":0,"received":0}""",
            line);
    }

    [Theory]
    [InlineData("a\nb\u001b[2J\u2028\"\\")]
    [InlineData("\uD800 half a pair \uDC80")]
    [InlineData("\0")]
    public void Whatever_a_name_holds_is_one_line_of_plain_characters(string host)
    {
        using (EgressLogFile log = new(LogPath))
        {
            log.Write(Record(host));
            log.Write(Record(new string('x', 100_000) + host));
            Assert.Equal(0, log.Lost);
        }

        byte[] bytes = File.ReadAllBytes(LogPath);
        Assert.Equal(2, bytes.Count(b => b == '\n'));
        Assert.All(bytes, b => Assert.True(b is (>= 0x20 and < 0x7F) or (byte)'\n'));
        Assert.True(bytes.Length < 4096);
        Assert.Equal(2, EgressLogReader.Read(LogPath).Count());
    }

    [Fact]
    public void The_file_is_the_users_alone()
    {
        using EgressLogFile log = new(LogPath);
        log.Write(Record());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LogPath));
    }

    [Fact]
    public void A_link_in_its_place_is_not_followed()
    {
        File.WriteAllText(_directory.At("victim"), "kept");
        _ = File.CreateSymbolicLink(LogPath, _directory.At("victim"));
        using EgressLogFile log = new(LogPath);
        log.Write(Record());
        Assert.Equal(1, log.Lost);
        Assert.Equal("kept", File.ReadAllText(_directory.At("victim")));
    }

    [Fact]
    public void Two_files_of_a_bounded_size_hold_the_newest_records()
    {
        using EgressLogFile log = new(LogPath, maxBytes: 2_000);
        for (int i = 0; i < 1_000; i++)
        {
            log.Write(Record(port: i));
            Assert.True(_directory.Path.Length > 0 && Directory.GetFiles(_directory.Path).Sum(f => new FileInfo(f).Length) <= 4_000);
        }

        int[] ports = [.. EgressLogReader.Read(LogPath).Select(r => r.Port)];
        Assert.Equal(999, ports[^1]);
        Assert.Equal(ports, Enumerable.Range(1_000 - ports.Length, ports.Length));
        Assert.InRange(ports.Length, 8, 30);
        Assert.Equal(2, Directory.GetFiles(_directory.Path).Length);
    }

    [Fact]
    public void A_log_goes_on_where_it_ended()
    {
        foreach (int port in new[] { 1, 2 })
        {
            using EgressLogFile log = new(LogPath);
            log.Write(Record(port: port));
        }

        Assert.Equal([1, 2], EgressLogReader.Read(LogPath).Select(r => r.Port));
    }

    [Fact]
    public void Many_threads_write_whole_lines()
    {
        using EgressLogFile log = new(LogPath);
        _ = Parallel.For(0, 2_000, i => log.Write(Record(port: i)));
        Assert.Equal(Enumerable.Range(0, 2_000), EgressLogReader.Read(LogPath).Select(r => r.Port).Order());
    }

    [Fact]
    public void A_record_that_cannot_be_written_is_counted_and_the_next_one_is_tried()
    {
        using EgressLogFile log = new(_directory.At("missing", "network.log"));
        log.Write(Record());
        Assert.Equal(1, log.Lost);
        _ = Directory.CreateDirectory(_directory.At("missing"));
        log.Write(Record());
        Assert.Equal(1, log.Lost);
        Assert.Single(EgressLogReader.Read(_directory.At("missing", "network.log")));
    }

    [Fact]
    public void After_the_end_records_are_lost_and_nothing_is_thrown()
    {
        EgressLogFile log = new(LogPath);
        log.Dispose();
        log.Write(Record());
        Assert.Equal(1, log.Lost);
        Assert.False(File.Exists(LogPath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("""{"verdict":"maybe"}""")]
    [InlineData("""{"verdict":7}""")]
    [InlineData("""{"verdict":"allowed"}""")]
    [InlineData("""{"verdict":"allowed","time":"yesterday"}""")]
    [InlineData("""{"verdict":"allowed","time":"2026-03-01T12:00:00Z","port":"x"}""")]
    [InlineData("""{"verdict":"allowed","time":"2026-03-01T12:00:00Z","sent":1e99}""")]
    public void A_line_that_is_no_record_is_passed_over(string line)
    {
        File.WriteAllText(LogPath, line + "\n" + """{"verdict":"allowed","time":"2026-03-01T12:00:00Z","port":9}""" + "\n{\"verdict\":\"allo");
        Assert.Equal(9, Assert.Single(EgressLogReader.Read(LogPath)).Port);
    }

    [Fact]
    public void No_log_is_an_empty_one() => Assert.Empty(EgressLogReader.Read(LogPath));

    [Fact]
    public void A_line_for_people_says_it_all_and_nothing_to_the_terminal()
    {
        Assert.Equal(
            "2026-03-01 12:00:00Z allowed capture example.com:443: allowed by preset npm, 1.5 KiB sent, 300 MiB received",
            EgressLine.Of(Record() with { Sent = 1536, Received = 300L << 20 }));
        Assert.Equal("2026-03-01 12:00:00Z refused capture \\u001b[2J: no", EgressLine.Of(Record("\u001b[2J", 0, false, "no")));
        Assert.Equal("[::1]:80", EgressLine.Place("::1", 80));
        Assert.Equal(["0 B", "1023 B", "1 KiB", "8 EiB"], new[] { 0, 1023, 1024, long.MaxValue }.Select(EgressLine.Bytes));
    }
}
