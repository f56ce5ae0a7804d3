namespace Sandbox.Egress.Tests.Dns;

/// <summary>Messages that are not what they should be.</summary>
public sealed class DnsMessageTests
{
    private const int FormatError = 1;
    private const int NotImplemented = 4;

    private readonly DnsWorld _world = new(["example.com", "any"]);

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "no question", DnsWire.Message(7, 0, [], []) },
        { "two questions", DnsWire.Message(7, 0, [DnsWire.Question(DnsWire.Name("a"), 1), DnsWire.Question(DnsWire.Name("b"), 1)], []) },
        { "an answer is announced", DnsWire.Message(7, 0, [DnsWire.Question(DnsWire.Name("a"), 1)], [], answers: 1) },
        { "an authority is announced", DnsWire.Message(7, 0, [DnsWire.Question(DnsWire.Name("a"), 1)], [], authorities: 1) },
        { "two additional records", DnsWire.Message(7, 0, [DnsWire.Question(DnsWire.Name("a"), 1)], [DnsWire.Opt(), DnsWire.Opt()]) },
        { "a record that is not OPT", DnsWire.Message(7, 0, [DnsWire.Question(DnsWire.Name("a"), 1)], [[0, 0, 250, 0, 255, 0, 0, 0, 0, 0, 0]]) },
        { "an OPT record with a name", DnsWire.Message(7, 0, [DnsWire.Question(DnsWire.Name("a"), 1)], [[1, 97, .. DnsWire.Opt()]]) },
        { "an OPT record by pointer", DnsWire.Message(7, 0, [DnsWire.Question(DnsWire.Name("a"), 1)], [[0xC0, 12, .. DnsWire.Opt()[1..]]]) },
        { "options longer than the message", DnsWire.Message(7, 0, [DnsWire.Question(DnsWire.Name("a"), 1)], [[.. DnsWire.Opt()[..9], 0, 1]]) },
        { "bytes after the end", [.. DnsWire.Query("example.com"), 0] },
        { "bytes after the OPT record", [.. DnsWire.Query("example.com", edns: DnsWire.Opt()), 0] },
        { "a pointer to itself", DnsWire.Message(7, 0, [[0xC0, 12, 0, 1, 0, 1]], []) },
        { "a pointer into the header", DnsWire.Message(7, 0, [[0xC0, 0, 0, 1, 0, 1]], []) },
        { "a pointer forward", DnsWire.Message(7, 0, [[0xC0, 30, 0, 1, 0, 1]], []) },
        { "a pointer after a label", DnsWire.Message(7, 0, [[1, 97, 0xC0, 12, 0, 1, 0, 1]], []) },
        { "a reserved kind of label", DnsWire.Message(7, 0, [[0x41, 97, 0, 0, 1, 0, 1]], []) },
        { "a label that is too long", DnsWire.Message(7, 0, [[64, .. new byte[64], 0, 0, 1, 0, 1]], []) },
        { "a name that is too long", DnsWire.Message(7, 0, [DnsWire.Question([.. Enumerable.Repeat(new byte[] { 63 }.Concat(Enumerable.Repeat((byte)'a', 63)), 4).SelectMany(l => l), 0], 1)], []) },
        { "a name without an end", DnsWire.Message(7, 0, [[1, 97]], []) },
        { "a label without an end", DnsWire.Message(7, 0, [[9, 97]], []) },
        { "no type", DnsWire.Message(7, 0, [DnsWire.Name("example.com")], []) },
        { "half a class", DnsWire.Query("example.com")[..^1] },
        { "only a header", DnsWire.Query("example.com")[..12] },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_is_malformed_is_told_so_and_nothing_else(string what, byte[] message)
    {
        DnsAnswer answer = _world.Ask(message);
        Assert.True(answer.Code == FormatError, what);
        Assert.Equal((message[0] << 8) | message[1], answer.Id);
        Assert.Null(answer.Name);
    }

    [Fact]
    public void Every_beginning_of_a_query_is_malformed_or_too_short()
    {
        byte[] query = DnsWire.Query("example.com", edns: DnsWire.Opt(options: [0, 10, 0, 1, 5]));
        Assert.Equal(0, _world.Ask(query).Code);
        for (int length = 0; length < query.Length; length++)
        {
            byte[]? answer = _world.Responder.Answer(query.AsSpan(0, length));
            Assert.True(length < 12 ? answer is null : DnsAnswer.Read(answer).Code == FormatError, $"{length} octets");
        }
    }

    [Fact]
    public void An_answer_is_not_answered()
    {
        byte[] answer = DnsWire.Query("example.com");
        Assert.NotNull(_world.Responder.Answer(answer));
        answer[2] |= 0x80;
        Assert.Null(_world.Responder.Answer(answer));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(15)]
    public void Operations_other_than_a_query_are_not_implemented(int operation)
    {
        byte[] message = DnsWire.Query("example.com");
        message[2] |= (byte)(operation << 3);
        DnsAnswer answer = DnsAnswer.Read(_world.Responder.Answer(message));
        Assert.Equal(NotImplemented, answer.Code);
        Assert.Equal(operation, (answer.Flags >> 11) & 15);
    }

    [Fact]
    public void Flags_of_the_query_come_back_and_recursion_is_available()
    {
        byte[] message = DnsWire.Message(0xBEEF, 0x0130, [DnsWire.Question(DnsWire.Name("ExAmPlE.cOm"), 1)], []);
        DnsAnswer answer = DnsAnswer.Read(_world.Responder.Answer(message));
        Assert.Equal(0xBEEF, answer.Id);
        Assert.Equal("ExAmPlE.cOm", answer.Name);
        Assert.Equal(0x8190, answer.Flags);
        Assert.Equal(0x8080, DnsAnswer.Read(_world.Responder.Answer(DnsWire.Message(1, 0, [DnsWire.Question(DnsWire.Name("a"), 1)], []))).Flags);
    }

    [Fact]
    public void EDNS_is_answered_when_it_is_spoken_and_only_then()
    {
        Assert.True(_world.Ask(DnsWire.Query("example.com", edns: DnsWire.Opt())).HasEdns);
        Assert.True(_world.Ask(DnsWire.Query("example.com", edns: DnsWire.Opt(options: [0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8]))).HasEdns);
        Assert.False(_world.Ask(DnsWire.Query("example.com")).HasEdns);
        DnsAnswer next = _world.Ask(DnsWire.Query("example.com", edns: DnsWire.Opt(version: 1)));
        Assert.Equal(16, next.Code);
        Assert.Null(next.Data);
    }

    [Fact]
    public void The_longest_name_has_an_address_and_a_pointer()
    {
        string label = new('a', 63);
        string name = $"{label}.{label}.{label}.{new string('b', 61)}";
        DnsAnswer answer = _world.Ask(DnsWire.Query(name, edns: DnsWire.Opt()));
        Assert.Equal(0, answer.Code);
        string reverse = string.Join('.', answer.Data!.Split('.').Reverse()) + ".in-addr.arpa";
        Assert.Equal(name, _world.Ask(DnsWire.Query(reverse, DnsWire.Ptr, edns: DnsWire.Opt())).Data);
    }
}
