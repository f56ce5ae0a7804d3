using System.Globalization;
using System.Text;

namespace Sandbox.Nix.Literals;

/// <summary>
/// Nix text that stands for a value: the only way in which one enters a generated file. Whatever a value holds, Nix reads back that value and nothing else.
/// </summary>
public static class NixLiteral
{
    // Those that Nix 2 reserves; "or" is one only behind a dot, and is quoted too.
    private static readonly string[] Keywords = ["assert", "else", "if", "in", "inherit", "let", "or", "rec", "then", "with"];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A string on one line.</summary>
    /// <exception cref="FormatException">It holds NUL or half a character: Nix has no such strings.</exception>
    public static string String(string value)
    {
        StringBuilder text = new("\"", value.Length + 8);
        foreach (char c in Checked(value))
        {
            // A bare carriage return would be read as a line feed; a dollar sign may begin an interpolation.
            _ = c switch
            {
                '"' or '\\' or '$' => text.Append('\\').Append(c),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                _ => text.Append(c),
            };
        }

        return text.Append('"').ToString();
    }

    /// <summary>A string of several lines between two single quotes each, its lines indented by that many spaces.</summary>
    /// <param name="value">Lines that begin with white space keep it.</param>
    /// <param name="indent">At least 0.</param>
    /// <exception cref="FormatException">As for <see cref="String"/>.</exception>
    public static string IndentedString(string value, int indent)
    {
        string margin = new(' ', indent);
        StringBuilder text = new("''\n", value.Length + 32);
        string[] lines = Checked(value).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            // Of what is escaped nothing is taken for indentation; an empty line that is not the last needs none.
            text.Append(lines[i].Length == 0 && lines.Length > 1 ? string.Empty : margin);
            AppendLine(text, lines[i]);
            text.Append(i < lines.Length - 1 ? "\n" : string.Empty);
        }

        return text.Append(lines[^1].Length == 0 && lines.Length > 1 ? margin : string.Empty).Append("''").ToString();
    }

    /// <summary>A path of the host, as a string: a path of Nix's own would copy what is there into the store, for everybody to read.</summary>
    /// <exception cref="FormatException">Neither absolute nor below ~/.</exception>
    public static string Path(string value) =>
        value.StartsWith('/') || value.StartsWith("~/", StringComparison.Ordinal) ? String(value) : throw new FormatException("a path must be absolute or begin with ~/");

    /// <summary>A name in front of <c>=</c>, quoted unless it is a plain one.</summary>
    /// <exception cref="FormatException">As for <see cref="String"/>.</exception>
    public static string AttributeName(string value) => IsPlainName(value) ? value : String(value);

    public static string Boolean(bool value) => value ? "true" : "false";

    /// <summary>A whole number, in brackets where the sign would make it two words of a list.</summary>
    public static string Integer(long value) => value switch
    {
        long.MinValue => "(-9223372036854775807 - 1)",
        < 0 => $"({value.ToString(CultureInfo.InvariantCulture)})",
        _ => value.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>A list of what are literals already.</summary>
    public static string List(IEnumerable<string> literals) => string.Join(' ', ["[", .. literals, "]"]);

    private static bool IsPlainName(string value) =>
        value.Length > 0 && (char.IsAsciiLetter(value[0]) || value[0] == '_') && value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '\'')
        && !Keywords.Contains(value, StringComparer.Ordinal);

    private static void AppendLine(StringBuilder text, string line)
    {
        bool content = false;
        foreach (char c in line)
        {
            _ = c switch
            {
                '$' => text.Append("''$"),
                '\'' => text.Append("''\\'"),
                '\r' => text.Append("''\\r"),
                '\t' => text.Append("''\\t"),
                ' ' when !content => text.Append("''\\ "),
                _ => text.Append(c),
            };
            content = true;
        }
    }

    private static string Checked(string value)
    {
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new FormatException("NUL cannot be written in Nix");
        }

        try
        {
            _ = Strict.GetByteCount(value);
        }
        catch (EncoderFallbackException e)
        {
            throw new FormatException("half a character cannot be written in Nix", e);
        }

        return value;
    }
}
