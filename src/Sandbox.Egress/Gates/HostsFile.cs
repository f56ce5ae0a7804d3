using System.Net;
using System.Text;

namespace Sandbox.Egress.Gates;

/// <summary>The host's /etc/hosts, read at each question: it is small, or a block list that nobody wants in memory.</summary>
internal sealed class HostsFile
{
    private readonly string _path;

    public HostsFile(string path)
    {
        _path = path;
    }

    /// <summary>The addresses of that name, in the file's order; none when the file cannot be read.</summary>
    public IReadOnlyList<IPAddress> Find(string name)
    {
        List<IPAddress> found = [];
        try
        {
            foreach (string line in File.ReadLines(_path, Encoding.Latin1))
            {
                if (line.Contains(name, StringComparison.OrdinalIgnoreCase) && AddressFor(line, name) is { } address)
                {
                    found.Add(address);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        return found;
    }

    private static IPAddress? AddressFor(string line, string name)
    {
        string[] words = line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Skip(1).Contains(name, StringComparer.OrdinalIgnoreCase) && IPAddress.TryParse(words[0], out IPAddress? address) ? address : null;
    }
}
