using System.Buffers.Binary;
using System.Text;
using Sandbox.Egress.Tests.Fuzzing;
using Sandbox.Egress.Tunnels;

namespace Sandbox.Egress.Tests.Tls;

/// <summary>
/// Whatever a client sends first is told apart the same way however it is cut into pieces, and a name that is found is the one that
/// another, simple-minded reader finds (NW-19). <c>Corpus/sni</c> holds one of every kind.
/// </summary>
public sealed class HelloFuzzTests
{
    private static readonly CorpusFiles Corpus = new("sni");

    public static TheoryData<string> Files => [.. Corpus.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_of_the_corpus_is_told_apart(string file) => Check(file, Corpus[file], everyCut: true);

    [Fact]
    public void The_corpus_has_every_kind() => Assert.Equal(
        [PrefaceKind.Tls, PrefaceKind.Http, PrefaceKind.Other, PrefaceKind.Bad, null],
        Corpus.Names.Select(n => PrefaceLook.At(Corpus[n], out _)?.Kind).Distinct().OrderBy(k => k ?? (PrefaceKind)99));

    [Fact]
    public void Damaged_ones_of_a_known_seed_are_told_apart()
    {
        int named = 0;
        foreach ((string what, byte[] bytes) in Corpus.Known(50_000))
        {
            named += Check(what, bytes, everyCut: false) ? 1 : 0;
        }

        Assert.InRange(named, 5_000, 45_000);
    }

    [FactWithin(3600)]
    public void Damaged_ones_of_a_new_seed_are_told_apart()
    {
        foreach ((string what, byte[] bytes) in Corpus.New())
        {
            Check(what, bytes, everyCut: false);
        }
    }

    private static bool Check(string what, byte[] bytes, bool everyCut)
    {
        Preface? whole = PrefaceLook.At(bytes, out int needed);
        Assert.True(whole is not null || needed > bytes.Length, what);
        IEnumerable<int> cuts = everyCut ? Enumerable.Range(0, bytes.Length) : [bytes.Length / 3, bytes.Length / 2, bytes.Length - 1, 1, 2, 4];
        foreach (int cut in cuts.Where(c => c >= 0 && c < bytes.Length))
        {
            Preface? part = PrefaceLook.At(bytes.AsMemory(0, cut), out int more);
            Assert.True(part is null ? more > cut : part.Kind == whole?.Kind && Equals(part.ServerName, whole.ServerName), $"{what}, cut at {cut}: {part?.Kind} is not {whole?.Kind}: {Convert.ToHexString(bytes)}");
            Assert.True(part is not null || whole is null || more <= bytes.Length, $"{what}, cut at {cut}: wants {more} of {bytes.Length}");
        }

        if (whole?.ServerName is { } name)
        {
            Assert.True(string.Equals(name.ToString(), Simple(bytes)?.TrimEnd('.'), StringComparison.OrdinalIgnoreCase), $"{what}: {name} is not {Simple(bytes)}");
            return true;
        }

        return false;
    }

    // All records' contents in a row, then the lengths as they come; throws or finds.
    private static string? Simple(byte[] bytes)
    {
        List<byte> all = [];
        for (int at = 0; at + 5 <= bytes.Length && bytes[at] == 22;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 3));
            all.AddRange(bytes.Skip(at + 5).Take(length));
            at += 5 + length;
        }

        ReadOnlySpan<byte> m = all.ToArray();
        int p = 4 + 2 + 32;
        p += 1 + m[p];
        p += 2 + BinaryPrimitives.ReadUInt16BigEndian(m[p..]);
        p += 1 + m[p];
        int end = p + 2 + BinaryPrimitives.ReadUInt16BigEndian(m[p..]);
        for (p += 2; p < end;)
        {
            int type = BinaryPrimitives.ReadUInt16BigEndian(m[p..]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(m[(p + 2)..]);
            p += 4;
            if (type == 0)
            {
                return Encoding.Latin1.GetString(m[(p + 5)..(p + length)]);
            }

            p += length;
        }

        return null;
    }
}
