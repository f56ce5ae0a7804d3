using System.Globalization;
using System.Text;
using Sandbox.Core.Planning;

namespace Sandbox.Core.Tests.Text;

public sealed class PrintableTextTests
{
    [Theory]
    [InlineData("plain, with \"quotes\" and äöü 漢字", "plain, with \"quotes\" and äöü 漢字")]
    [InlineData("a\nb", "a\\nb")]
    [InlineData("a\r\tb", "a\\u000d\\u0009b")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("\u007f", "\\u007f")]
    [InlineData("\u009b", "\\u009b")]
    [InlineData("\u202egnp.exe", "\\u202egnp.exe")]
    [InlineData("a\u200bb", "a\\u200bb")]
    [InlineData("\u2028", "\\u2028")]
    [InlineData("\U0001F480", "\U0001F480")]
    [InlineData("\U000E0041", "\\ue0041")]
    [InlineData("", "")]
    public void Control_and_direction_characters_become_escapes(string text, string expected) => Assert.Equal(expected, PrintableText.Escape(text));

    [Fact]
    public void Bytes_and_halves_of_pairs_become_escapes()
    {
        Assert.Equal("\\xff\\x80", PrintableText.Escape("\uDCFF\uDC80"));
        Assert.Equal("\\ud83dx", PrintableText.Escape("\uD83Dx"));
        Assert.Equal("\\udc00", PrintableText.Escape("\uDC00"));
        Assert.Equal("\\ud83d", PrintableText.Escape("\uD83D"));
        Assert.Equal("\uD83D\uDC80\\x80", PrintableText.Escape("\uD83D\uDC80\uDC80"));
    }

    [Fact]
    public void Whatever_comes_out_is_one_line_of_valid_text()
    {
        Random random = new(1);
        UTF8Encoding strict = new(false, throwOnInvalidBytes: true);
        for (int i = 0; i < 5_000; i++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(12)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 0x100 : 0x10000))]);
            string line = PrintableText.Escape(text);
            _ = strict.GetByteCount(line);
            Assert.DoesNotContain(line, c => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
        }
    }
}
