using System.Globalization;
using System.Text.Json;
using Sandbox.Nix.Literals;

namespace Sandbox.Nix.Tests.Literals;

/// <summary>GN-02, GN-03, GN-07: whatever a value holds, Nix itself reads that value back, and nothing is evaluated on the way.</summary>
public sealed class RoundTripTests(NixProgram nix) : IClassFixture<NixProgram>
{
    private const int Count = 10_000;
    private const int Seed = 20261121;

    private static string[] Values(int seed) => [.. HostileStrings.Known, .. HostileStrings.Random(seed, Count)];

    [Fact]
    public void Strings_are_read_back_as_they_are() => SameAfter(Values(Seed), NixLiteral.String);

    [Fact]
    public void Strings_of_several_lines_are_read_back_as_they_are() => SameAfter(Values(Seed + 1), static v => NixLiteral.IndentedString(v, v.Length % 5));

    [Fact]
    public void A_new_seed_says_the_same()
    {
        int seed = Environment.TickCount;
        SameAfter([.. HostileStrings.Random(seed, Count)], v => v.Length % 2 == 0 ? NixLiteral.String(v) : NixLiteral.IndentedString(v, 2), $"seed {seed}");
    }

    [Fact]
    public void The_control_arm_a_value_between_plain_quotes_is_evaluated()
    {
        Assert.Equal("1+1=2", nix.Evaluate("[ \"1+1=${toString (1 + 1)}\" ]")[0].GetString());
        SameAfter(["1+1=${toString (1 + 1)}"], NixLiteral.String);
        SameAfter(["1+1=${toString (1 + 1)}"], static v => NixLiteral.IndentedString(v, 0));
    }

    [Fact]
    public void Attribute_names_are_read_back_as_they_are()
    {
        string[] names = [.. Values(Seed + 2).Where(static v => v.Length < 1000).Concat(["a.b", "a-b", "a'", "-a", "1a", "if", "rec", "inherit", "with", "or", "let", "assert", "in", "then", "else", "__functor", "true", "null"]).Distinct(StringComparer.Ordinal)];

        string[] read = [.. nix.Evaluate("{ " + string.Concat(names.Select((n, i) => string.Create(CultureInfo.InvariantCulture, $"{NixLiteral.AttributeName(n)} = {i};\n"))) + "}").EnumerateObject()
            .OrderBy(static p => p.Value.GetInt32()).Select(static p => p.Name)];

        Assert.Equal(names, read);
    }

    [Fact]
    public void Plain_names_stay_plain_and_words_of_the_language_do_not()
    {
        Assert.Equal("a-b'_9", NixLiteral.AttributeName("a-b'_9"));
        Assert.All((string[])["if", "rec", "or", "9a", "-a", "'a", "", "a.b", "é"], static n => Assert.StartsWith("\"", NixLiteral.AttributeName(n), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Whole_numbers_are_read_back_also_in_lists(long number) =>
        Assert.Equal([1, number], nix.Evaluate(NixLiteral.List(["1", NixLiteral.Integer(number)])).EnumerateArray().Select(static e => e.GetInt64()));

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(string.Empty) { NumberFormat = { NegativeSign = "~", NumberGroupSeparator = "," } };
            Assert.Equal("(-1234567)", NixLiteral.Integer(-1234567));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    // Not as data of a theory: half a character cannot be written in an attribute either.
    [Fact]
    public void What_Nix_has_no_string_for_is_refused()
    {
        (string Value, string Message)[] refused =
        [
            ("a\0b", "NUL cannot be written in Nix"), ("\0", "NUL cannot be written in Nix"), ("\ud800", "half a character cannot be written in Nix"),
            ("x\udc80\ufffd", "half a character cannot be written in Nix"),
        ];
        Assert.All(refused, static r =>
        {
            Assert.Equal(r.Message, Assert.Throws<FormatException>(() => NixLiteral.String(r.Value)).Message);
            Assert.Equal(r.Message, Assert.Throws<FormatException>(() => NixLiteral.IndentedString(r.Value, 2)).Message);
            Assert.Equal(r.Message, Assert.Throws<FormatException>(() => NixLiteral.AttributeName(r.Value)).Message);
        });
    }

    [Theory]
    [InlineData("/home/u/a b")]
    [InlineData("/home/u/.ssh")]
    [InlineData("~/x")]
    public void GN_04_a_path_is_a_string_and_nothing_is_copied_into_the_store(string path)
    {
        Assert.Equal("string", nix.Evaluate($"[ (builtins.typeOf {NixLiteral.Path(path)}) ]")[0].GetString());
        Assert.Equal(path, nix.Evaluate($"[ {NixLiteral.Path(path)} ]")[0].GetString());
    }

    [Theory]
    [InlineData("./x")]
    [InlineData("<nixpkgs>")]
    [InlineData("~root/x")]
    [InlineData("")]
    public void GN_04_what_is_no_path_of_the_host_is_refused(string path) => Assert.Throws<FormatException>(() => NixLiteral.Path(path));

    [Fact]
    public void JSON_is_read_back_as_it_is()
    {
        Random random = new(Seed);
        string[] strings = Values(Seed + 3);
        for (int i = 0; i < 20; i++)
        {
            string json = Json(random, strings, 4);
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement read = nix.Evaluate(NixJson.Literal(document.RootElement, 2));
            Assert.True(JsonElement.DeepEquals(document.RootElement, read), json);
        }
    }

    [Theory]
    [InlineData("null", "null says nothing: leave the key out")]
    [InlineData("1.5", "1.5 is not a whole number of 64 bits: write it as text")]
    [InlineData("9223372036854775808", "9223372036854775808 is not a whole number of 64 bits: write it as text")]
    [InlineData("""{"a":1,"a":2}""", "the key a is there twice")]
    [InlineData("\"\\ud800\"", "half a character cannot be written in Nix")]
    public void JSON_that_Nix_cannot_say_exactly_is_refused(string json, string message)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Equal(message, Assert.Throws<FormatException>(() => NixJson.Literal(document.RootElement, 0)).Message);
    }

    private void SameAfter(string[] values, Func<string, string> write, string note = "")
    {
        string[] read = [.. nix.Evaluate("[\n" + string.Concat(values.Select(v => write(v) + "\n")) + "]").EnumerateArray().Select(static e => e.GetString()!)];
        Assert.Equal(values.Length, read.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.True(string.Equals(values[i], read[i], StringComparison.Ordinal), $"{note} {JsonSerializer.Serialize(values[i])} became {JsonSerializer.Serialize(read[i])} by way of {write(values[i])}");
        }
    }

    private static string Json(Random random, string[] strings, int depth) => random.Next(depth == 0 ? 3 : 5) switch
    {
        0 => JsonSerializer.Serialize(strings[random.Next(strings.Length)]),
        1 => random.Next(2) == 0 ? "true" : "false",
        2 => random.NextInt64(long.MinValue, long.MaxValue).ToString(CultureInfo.InvariantCulture),
        3 => $"[{string.Join(',', Enumerable.Range(0, random.Next(5)).Select(_ => Json(random, strings, depth - 1)))}]",
        _ => $"{{{string.Join(',', Enumerable.Range(0, random.Next(6)).Select(_ => strings[random.Next(strings.Length)]).Distinct(StringComparer.Ordinal).Select(n => $"{JsonSerializer.Serialize(n)}:{Json(random, strings, depth - 1)}"))}}}",
    };
}
