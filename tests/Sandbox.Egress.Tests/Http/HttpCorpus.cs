using System.Globalization;

namespace Sandbox.Egress.Tests.Http;

/// <summary>The saved messages, and endless variations of them. FUZZ_SECONDS makes a run longer, and each such run different.</summary>
internal sealed class HttpCorpus
{
    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "\r\n", "\n", "\r", "\0", " ", "\t", ":", ",", ";", "\r\n\r\n", "\r\n ", "0\r\n\r\n", "Host: denied.example\r\n", "Content-Length: 3\r\n", "Content-Length: 0\r\n", "Transfer-Encoding: chunked\r\n",
            "Connection: close\r\n", "Connection: Upgrade\r\n", "Upgrade: websocket\r\n", "Expect: 100-continue\r\n", "HTTP/1.0", "HTTP/1.1", "HTTP/2", "GET ", "HEAD ", "http://", "denied.example", "a.example", "@", "%00", "..",
            "ffffffffffffffff", "-1", "+1", "GET http://denied.example/ HTTP/1.1\r\nHost: denied.example\r\n\r\n", "HTTP/1.1 200 OK\r\n", "\u00e9", "\u007f",
        }.Select(System.Text.Encoding.Latin1.GetBytes),
    ];

    private readonly byte[][] _seeds;

    public HttpCorpus(string kind)
    {
        string directory = Path.Combine(RepositoryPaths.Root, "tests", "Sandbox.Egress.Tests", "Corpus", "http");
        _seeds = [.. Directory.EnumerateFiles(directory, "*." + kind).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        Assert.NotEmpty(_seeds);
    }

    /// <summary>Plays one case after the other until the time is over; a failure names what to play again.</summary>
    public static void Run(Func<Random, Task> play)
    {
        int seconds = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : 0;
        int seed = seconds > 0 ? Environment.TickCount : 1;
        long end = Environment.TickCount64 + (seconds * 1000L);
        for (int i = 0; i < 3000 || Environment.TickCount64 < end; i++, seed++)
        {
            try
            {
                Task played = play(new Random(seed));
                Assert.True(played.Wait(Loopback.Patience), "it does not end");
            }
            catch (Exception e)
            {
                throw new TestFailureException($"seed {seed}: {e}");
            }
        }
    }

    public byte[] Next(Random random)
    {
        List<byte> bytes = [.. Pick(random, _seeds)];
        for (int left = random.Next(5); left > 0; left--)
        {
            int at = random.Next(bytes.Count + 1);
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at));
                    break;
                case 2:
                    byte[] other = Pick(random, _seeds);
                    bytes.InsertRange(at, other[random.Next(other.Length)..]);
                    break;
                case 3 when bytes.Count > 0:
                    int start = random.Next(bytes.Count);
                    bytes.InsertRange(at, bytes.GetRange(start, Math.Min(random.Next(1, 40), bytes.Count - start)));
                    break;
                default:
                    bytes.InsertRange(at, Pick(random, Words));
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Pick(Random random, byte[][] all) => all[random.Next(all.Length)];
}
