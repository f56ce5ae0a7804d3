using System.Diagnostics;
using System.Globalization;
using System.Net;
using Sandbox.Core.Network;
using Xunit.Abstractions;

namespace Sandbox.Egress.Tests.Dns;

/// <summary>
/// Whatever comes in, what goes out is an answer to it or nothing. <c>Corpus/dns</c> holds a message of every kind; FUZZ_SECONDS sets how long the
/// run with a new seed takes.
/// </summary>
public sealed class DnsFuzzTests(ITestOutputHelper output)
{
    private const int KnownSeed = 20260701;

    private static readonly string Corpus = Path.Combine(RepositoryPaths.ProjectDirectory(typeof(DnsFuzzTests).Assembly), "Corpus", "dns");

    // The rules hold in every run, so the world may be shared by all messages of one.
    private readonly DnsWorld _world = new(["example.com", "*.wild.example"]);
    private int _answered;
    private int _addresses;

    public static TheoryData<string> Files => [.. Directory.GetFiles(Corpus).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    private static byte[][] Messages => [.. Directory.GetFiles(Corpus).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_message_of_the_corpus_is_answered_properly_or_not_at_all(string file) => Check(File.ReadAllBytes(Path.Combine(Corpus, file)), file);

    [Fact]
    public void Damaged_messages_of_a_known_seed_are_answered_properly_or_not_at_all()
    {
        DnsMutation mutation = new(KnownSeed);
        byte[][] messages = Messages;
        const int Rounds = 100_000;
        for (int i = 0; i < Rounds; i++)
        {
            Check(mutation.Next(messages), $"mutation {i} of seed {KnownSeed}");
        }

        // Enough of them are still messages.
        Assert.InRange(_answered, Rounds / 5, Rounds);
        Assert.InRange(_addresses, Rounds / 100, Rounds);
    }

    [FactWithin(3600)]
    public void Damaged_messages_of_a_new_seed_are_answered_properly_or_not_at_all()
    {
        double seconds = double.Parse(Environment.GetEnvironmentVariable("FUZZ_SECONDS") ?? "0.5", CultureInfo.InvariantCulture);
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        DnsMutation mutation = new(seed);
        byte[][] messages = Messages;
        Stopwatch watch = Stopwatch.StartNew();
        long count = 0;
        for (; watch.Elapsed.TotalSeconds < seconds; count++)
        {
            Check(mutation.Next(messages), $"mutation {count} of seed {seed}");
        }

        output.WriteLine($"{count} messages, {_answered} answered, {_addresses} with an address");
    }

    private void Check(byte[] message, string what)
    {
        byte[]? bytes;
        try
        {
            bytes = _world.Responder.Answer(message);
        }
        catch (Exception failure)
        {
            throw new TestFailureException($"{what}: {failure}: {Convert.ToHexString(message)}");
        }

        if (bytes is null)
        {
            Assert.True(message.Length < 12 || (message[2] & 0x80) != 0, what);
            return;
        }

        _answered++;
        DnsAnswer answer = DnsAnswer.Read(bytes);
        Assert.True(bytes.Length <= 1024 && message.AsSpan(0, 2).SequenceEqual(bytes.AsSpan(0, 2)), what);
        Assert.True(answer.Name is null || message.AsSpan(12).StartsWith(bytes.AsSpan(12, answer.Name.Length)), what);
        if (answer is { Type: DnsWire.A, Data: { } data } && !IPAddress.IsLoopback(IPAddress.Parse(data)))
        {
            _addresses++;
            HostName? host = _world.Names.Find(IPAddress.Parse(data));
            Assert.True(host is not null && _world.Rules.MayHave(host) && string.Equals(host.ToString(), answer.Name, StringComparison.OrdinalIgnoreCase), $"{what}: {answer}");
        }
    }
}
