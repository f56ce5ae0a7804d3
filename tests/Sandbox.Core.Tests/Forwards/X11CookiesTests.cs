using System.Buffers.Binary;
using System.Text;
using Sandbox.Core.Forwards;

namespace Sandbox.Core.Tests.Forwards;

/// <summary>What of a file of X11 cookies goes in.</summary>
public sealed class X11CookiesTests
{
    private const int Internet = 0;
    private const int Local = 256;
    private const int Wild = 65535;

    [Fact]
    public void A_cookie_of_this_display_goes_in_and_is_good_for_every_host_name() =>
        Assert.Equal(Record(Wild, string.Empty, "1", "one"), X11Cookies.Apply(Record(Local, "desk", "1", "one"), "1"));

    [Fact]
    public void Cookies_of_other_displays_and_other_machines_stay_outside()
    {
        byte[] file = [.. Record(Local, "desk", "0", "zero"), .. Record(Internet, "\x7f\x00\x00\x01", "1", "network"), .. Record(Local, "desk", "1", "one"), .. Record(Wild, string.Empty, "11", "eleven")];
        Assert.Equal(Record(Wild, string.Empty, "1", "one"), X11Cookies.Apply(file, "1"));
        Assert.Empty(X11Cookies.Apply(file, "2"));
    }

    [Fact]
    public void A_cookie_for_every_display_goes_in() =>
        Assert.Equal(Record(Wild, string.Empty, string.Empty, "any"), X11Cookies.Apply(Record(Local, "desk", string.Empty, "any"), "7"));

    [Fact]
    public void A_file_cut_anywhere_gives_what_is_whole_of_it()
    {
        byte[] first = Record(Local, "desk", "1", "one");
        byte[] file = [.. first, .. Record(Local, "desk", "1", "two")];
        for (int length = 0; length < file.Length; length++)
        {
            byte[] expected = length < first.Length ? [] : Record(Wild, string.Empty, "1", "one");
            Assert.Equal(expected, X11Cookies.Apply(file.AsSpan(0, length), "1"));
        }
    }

    private static byte[] Record(int family, string address, string number, string data) =>
        [.. Number(family), .. Field(address), .. Field(number), .. Field("MIT-MAGIC-COOKIE-1"), .. Field(data)];

    private static byte[] Field(string text) => [.. Number(text.Length), .. Encoding.Latin1.GetBytes(text)];

    private static byte[] Number(int value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)value);
        return bytes;
    }
}
