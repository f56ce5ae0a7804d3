using System.Text;
using System.Text.RegularExpressions;

namespace Sandbox.Testing;

/// <summary>One pair of verified and received files.</summary>
internal sealed partial class SnapshotFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public SnapshotFile(string directory, string name, string extension)
    {
        if (!NamePattern().IsMatch(name) || !ExtensionPattern().IsMatch(extension))
        {
            throw new TestFailureException($"\"{name}\" with \"{extension}\" is no snapshot name: letters, digits, - _ . and no dot before the extension");
        }

        Verified = Path.Combine(directory, $"{name}.verified.{extension}");
        Received = Path.Combine(directory, $"{name}.received.{extension}");
    }

    public string Verified { get; }

    public string Received { get; }

    public void Compare(string text, bool accept)
    {
        byte[] bytes = Encode(text);
        byte[]? expected = File.Exists(Verified) ? File.ReadAllBytes(Verified) : null;
        bool same = expected is not null && bytes.AsSpan().SequenceEqual(expected);
        if (!same && !accept)
        {
            Write(Received, bytes);
            throw new TestFailureException(Explain(expected, text));
        }

        if (!same)
        {
            Write(Verified, bytes);
        }

        File.Delete(Received);
    }

    private byte[] Encode(string text)
    {
        if (text.Contains('\r', StringComparison.Ordinal) || text.StartsWith('\ufeff'))
        {
            throw new TestFailureException($"the text for {Path.GetFileName(Verified)} has a carriage return or a byte order mark: snapshots are LF and plain UTF-8");
        }

        try
        {
            return Utf8.GetBytes(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new TestFailureException($"the text for {Path.GetFileName(Verified)} holds half a surrogate pair and cannot be UTF-8", exception);
        }
    }

    private string Explain(byte[]? expected, string text)
    {
        string hint = $"\nreceived: {Received}\naccept with SNAPSHOT_ACCEPT=1\n";
        if (expected is null)
        {
            return $"{Verified} does not exist{hint}{SnapshotDiff.Between(string.Empty, text)}";
        }

        string fault = expected.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? " and begins with a byte order mark"
            : expected.AsSpan().Contains((byte)'\r') ? " and has carriage returns"
            : string.Empty;
        return $"{Verified} differs{fault}{hint}{SnapshotDiff.Between(Encoding.UTF8.GetString(expected), text)}";
    }

    // By rename: a test that is killed must not leave half a truth.
    private static void Write(string path, byte[] bytes)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]*\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+\z")]
    private static partial Regex ExtensionPattern();
}
