using System.Text;
using System.Text.Json;

namespace Sandbox.Nix.Literals;

/// <summary>A value of JSON as a value of Nix: what <c>builtins.toJSON</c> makes of it is the same again.</summary>
public static class NixJson
{
    /// <summary>Objects are written over several lines, in the order of their keys' code units.</summary>
    /// <param name="value">Without null and fractions.</param>
    /// <param name="indent">Spaces in front of the lines after the first.</param>
    /// <exception cref="FormatException">It holds what Nix text cannot say exactly, or a key twice.</exception>
    public static string Literal(JsonElement value, int indent) => value.ValueKind switch
    {
        JsonValueKind.String => NixLiteral.String(Text(value)),
        JsonValueKind.True or JsonValueKind.False => NixLiteral.Boolean(value.GetBoolean()),
        JsonValueKind.Number => value.TryGetInt64(out long number) ? NixLiteral.Integer(number) : throw new FormatException($"{value.GetRawText()} is not a whole number of 64 bits: write it as text"),
        JsonValueKind.Array => NixLiteral.List(value.EnumerateArray().Select(e => Literal(e, indent))),
        JsonValueKind.Object => Object(value, indent),
        _ => throw new FormatException("null says nothing: leave the key out"),
    };

    private static string Object(JsonElement value, int indent)
    {
        JsonProperty[] members = [.. value.EnumerateObject().OrderBy(static p => p.Name, StringComparer.Ordinal)];
        if (members.Length == 0)
        {
            return "{ }";
        }

        string margin = new(' ', indent);
        StringBuilder text = new("{\n");
        for (int i = 0; i < members.Length; i++)
        {
            if (i > 0 && string.Equals(members[i].Name, members[i - 1].Name, StringComparison.Ordinal))
            {
                throw new FormatException($"the key {members[i].Name} is there twice");
            }

            text.Append(margin).Append("  ").Append(NixLiteral.AttributeName(members[i].Name)).Append(" = ").Append(Literal(members[i].Value, indent + 2)).Append(";\n");
        }

        return text.Append(margin).Append('}').ToString();
    }

    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException("half a character cannot be written in Nix", e);
        }
    }
}
