using System.Diagnostics;
using System.Globalization;

namespace Sandbox.Egress.Tests.Fuzzing;

/// <summary>Saved inputs of one parser, and damaged ones made of them: by a known seed in every run, by a new one for FUZZ_SECONDS.</summary>
internal sealed class CorpusFiles
{
    private const int KnownSeed = 20260701;

    private readonly (string Name, byte[] Bytes)[] _files;

    /// <param name="name">The directory below Corpus.</param>
    public CorpusFiles(string name)
    {
        string directory = Path.Combine(RepositoryPaths.ProjectDirectory(typeof(CorpusFiles).Assembly), "Corpus", name);
        _files = [.. Directory.GetFiles(directory).Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))];
    }

    public IEnumerable<string> Names => _files.Select(f => f.Name);

    public byte[] this[string name] => _files.Single(f => f.Name == name).Bytes;

    /// <summary>The same inputs in every run.</summary>
    public IEnumerable<(string What, byte[] Bytes)> Known(int count)
    {
        Random random = new(KnownSeed);
        return Enumerable.Range(0, count).Select(i => ($"input {i} of seed {KnownSeed}", Damaged(random)));
    }

    /// <summary>Others in every run, half a second long unless FUZZ_SECONDS says otherwise; the seed is in each one's name.</summary>
    public IEnumerable<(string What, byte[] Bytes)> New()
    {
        double seconds = double.Parse(Environment.GetEnvironmentVariable("FUZZ_SECONDS") ?? "0.5", CultureInfo.InvariantCulture);
        int seed = Environment.TickCount;
        Random random = new(seed);
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; watch.Elapsed.TotalSeconds < seconds; i++)
        {
            yield return ($"input {i} of seed {seed}", Damaged(random));
        }
    }

    private byte[] Damaged(Random random)
    {
        List<byte> bytes = [.. _files[random.Next(_files.Length)].Bytes];
        for (int n = random.Next(4); n > 0 && bytes.Count > 0; n--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 3:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.Slice(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
                default:
                    byte[] other = _files[random.Next(_files.Length)].Bytes;
                    int from = random.Next(other.Length);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + random.Next(1, 60))]);
                    break;
            }
        }

        return [.. bytes];
    }
}
