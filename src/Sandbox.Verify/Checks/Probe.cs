using System.Globalization;
using Sandbox.Verify.Running;

namespace Sandbox.Verify.Checks;

/// <summary>Attempts in a few letters.</summary>
internal static class Probe
{
    /// <summary>A system call by its number on x86_64. Words that begin with a slash are paths, @TEXT is another text, #N are zero bytes, the rest numbers.</summary>
    public static Attempt Call(int number, params string[] words) =>
        new("call", [Number(number), .. words.Select(static w => w.StartsWith('/') ? "@" + w : w)]);

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
