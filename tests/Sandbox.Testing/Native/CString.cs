using System.Text;

namespace Sandbox.Testing.Native;

/// <summary>NUL-terminated UTF-8, refusing what C cannot carry.</summary>
internal static class CString
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static byte[] From(string text) =>
        text.Contains('\0', StringComparison.Ordinal)
            ? throw new TestFailureException($"a NUL cannot be part of an argument, a variable or a path: {text.Replace("\0", "\\0", StringComparison.Ordinal)}")
            : Strict.GetBytes(text + '\0');
}
