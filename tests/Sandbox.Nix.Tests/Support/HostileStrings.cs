using System.Text;

namespace Sandbox.Nix.Tests;

/// <summary>Strings that mean something to Nix, to a shell or to a terminal, and what a seed makes of them.</summary>
internal static class HostileStrings
{
    private static readonly string[] Parts =
    [
        "\"", "'", "''", "'''", "`", "\\", "\\\\", "$", "$$", "${", "$${", "''${", "''$", "''\\", "\\${", "$\\${", "{", "}", "}}", "{{", "\n", "\r", "\r\n", "\t", " ", "  ", "#", "/*", "*/", ";", "=",
        ":", ",", "@", "?", "..", "./x", "~/x", "<nixpkgs>", "http://h/p", "%", "[", "]", "(", ")", "&", "|", "<", ">", "!", "*", "-", "--", "a", "b", "0", "é", "\u0085", "\u2028", "\ufeff", "\ufffd", "𝕏",
        "\u202e", "١", "null", "true", "builtins.exec", "EOF", "yes", "\u007f", "\u001b[0m", "n", "r", "t",
    ];

    /// <summary>The attacks of GN-02 and their neighbours, and every control character.</summary>
    public static IEnumerable<string> Known =>
        new[]
        {
            string.Empty, "${builtins.readFile /etc/passwd}", "${builtins.trace \"PWN\" \"\"}", "\"; x = builtins.exec [\"touch\" \"PWN\"]; y = \"", "''${", "\\${", "$${", "$\\${", "''; x = 1; y = ''", " leading",
            "trailing ", "\nfirst", "last\n", "\n", "\n\n", "  a\n    b\n  c", "\ta\n\tb", "   \n   ", "a\n\n\nb", "\r", "a\rb", "pkgs.hello; import /tmp/x.nix", new string('x', 65536), new string('$', 300), new string('\'', 300),
        }
        .Concat(Enumerable.Range(1, 0x9f).Select(static c => $"a{(char)c}b")).Concat(Enumerable.Range(1, 0x20).Select(static c => ((char)c).ToString()));

    public static IEnumerable<string> Random(int seed, int count)
    {
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            StringBuilder text = new();
            for (int n = random.Next(1, 9); n > 0; n--)
            {
                text.Append(Parts[random.Next(Parts.Length)]);
            }

            yield return text.ToString();
        }
    }
}
