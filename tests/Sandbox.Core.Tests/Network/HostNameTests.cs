using System.Net;
using System.Text;
using Sandbox.Core.Network;

namespace Sandbox.Core.Tests.Network;

/// <summary>NW-09, DN-02: one text of a host, and nothing that could be read in two ways.</summary>
public sealed class HostNameTests
{
    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData("EXAMPLE.Com", "example.com")]
    [InlineData("example.com.", "example.com")]
    [InlineData("localhost", "localhost")]
    [InlineData("x--y.1a.a-b", "x--y.1a.a-b")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("123.example", "123.example")]
    [InlineData("1.2.3.4.example", "1.2.3.4.example")]
    [InlineData("0x7f.example", "0x7f.example")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("255.255.255.255", "255.255.255.255")]
    [InlineData("::1", "::1")]
    [InlineData("::", "::")]
    [InlineData("2001:DB8::A", "2001:db8::a")]
    [InlineData("2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1")]
    [InlineData("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7")]
    [InlineData("1::2:3:4:5:6:7", "1:0:2:3:4:5:6:7")]
    [InlineData("fe80::", "fe80::")]
    [InlineData("64:ff9b::102:304", "64:ff9b::102:304")]
    public void A_host_has_one_canonical_text(string text, string canonical)
    {
        HostName host = Rules.Host(text);
        Assert.Equal(canonical, host.ToString());
        Assert.Equal(host, Rules.Host(canonical));
        Assert.Equal(host.GetHashCode(), Rules.Host(canonical).GetHashCode());
        Assert.Equal(IPAddress.TryParse(canonical, out IPAddress? address) ? address : null, host.Address);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(".", "empty")]
    [InlineData("..", "two dots")]
    [InlineData("a..b", "two dots")]
    [InlineData(".example.com", "two dots")]
    [InlineData("example.com..", "two dots")]
    [InlineData("evil\0.allow.com", "NUL")]
    [InlineData("allow.com\0", "NUL")]
    [InlineData("\0allow.com", "NUL")]
    [InlineData("evil.com%00.allow.com", "'%'")]
    [InlineData("allow.com@evil", "'@'")]
    [InlineData("user:pw@allow.com", "IPv6")]
    [InlineData("a\rb", "control")]
    [InlineData("allow.com\n", "control")]
    [InlineData("allow.com\u007F", "control")]
    [InlineData(" allow.com", "space")]
    [InlineData("allow.com ", "space")]
    [InlineData("allow.com/", "'/'")]
    [InlineData("https://allow.com", "IPv6")]
    [InlineData("allow_com.example", "'_'")]
    [InlineData("_api.internal", "'_'")]
    [InlineData("*.allow.com", "'*'")]
    [InlineData("allow.com\u200B", "xn--")]
    [InlineData("al\u00ADlow.com", "xn--")]
    [InlineData("allow\u3002com", "xn--")]
    [InlineData("\u0430llow.com", "xn--")]
    [InlineData("\u0130.com", "xn--")]
    [InlineData("\u212A.com", "xn--")]
    [InlineData("\uFF41llow.com", "xn--")]
    [InlineData("-a.com", "hyphen")]
    [InlineData("a-.com", "hyphen")]
    [InlineData("-", "hyphen")]
    [InlineData("2130706433", "number")]
    [InlineData("0x7f.1", "number")]
    [InlineData("0x7f000001", "number")]
    [InlineData("0X7F000001", "number")]
    [InlineData("0x", "number")]
    [InlineData("0177.0.0.1", "number")]
    [InlineData("127.1", "number")]
    [InlineData("127.0.0.01", "number")]
    [InlineData("127.0.0.1.", "dot after")]
    [InlineData("127.0.0.256", "number")]
    [InlineData("1.2.3.4.5", "number")]
    [InlineData("example.1", "number")]
    [InlineData("127.0.0.1:80", "IPv6")]
    [InlineData("[::1]", "IPv6")]
    [InlineData("::ffff:7f00:1", "IPv4")]
    [InlineData("::ffff:127.0.0.1", "IPv6")]
    [InlineData("[::ffff:7f00:1]", "IPv6")]
    [InlineData("::7f00:1", "IPv4")]
    [InlineData("::2", "IPv4")]
    [InlineData("fe80::1%eth0", "IPv6")]
    [InlineData("1:2:3:4:5:6:7", "IPv6")]
    [InlineData("1:2:3:4:5:6:7:8:9", "IPv6")]
    [InlineData("1::2:3:4:5:6:7:8", "IPv6")]
    [InlineData("1::2::3", "IPv6")]
    [InlineData(":::", "IPv6")]
    [InlineData(":1", "IPv6")]
    [InlineData("1:", "IPv6")]
    [InlineData("12345::", "IPv6")]
    [InlineData("::1.", "IPv6")]
    [InlineData("g::", "IPv6")]
    public void What_could_be_read_in_two_ways_is_no_host(string text, string why)
    {
        Assert.False(HostName.TryParse(text, out HostName? host, out string problem), $"read as {host}");
        Assert.Null(host);
        Assert.Contains(why, problem, StringComparison.Ordinal);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.False(HostName.TryParse(bytes, out _, out string ofBytes));
        Assert.Equal(problem, ofBytes);
    }

    [Fact]
    public void Lengths_are_those_of_DNS()
    {
        string label = new('a', 63);
        string longest = $"{label}.{label}.{label}.{new string('b', 61)}";
        Assert.Equal(253, longest.Length);
        Assert.Equal(longest, Rules.Host(longest).ToString());
        Assert.Equal(longest, Rules.Host(longest + ".").ToString());

        foreach (string text in new[] { longest + "b", longest + "b.", label + "a.com", new string('a', 256), new string('a', 100_000) })
        {
            Assert.False(HostName.TryParse(text, out _, out string problem));
            Assert.Contains("longer", problem, StringComparison.Ordinal);
            Assert.False(HostName.TryParse(Encoding.ASCII.GetBytes(text), out _, out _));
        }
    }

    [Fact]
    public void Only_letters_digits_hyphens_and_dots_are_let_through()
    {
        for (int i = 0; i < 256; i++)
        {
            byte[] name = [(byte)'a', (byte)i, (byte)'b', (byte)'.', (byte)'c'];
            bool expected = i < 128 && (char.IsAsciiLetterOrDigit((char)i) || (char)i is '-' or '.');
            Assert.True(HostName.TryParse(name, out HostName? host, out _) == expected, $"byte {i}");
            Assert.True(host is null || string.Equals(Encoding.ASCII.GetString(name).ToLowerInvariant(), host.ToString(), StringComparison.Ordinal), $"byte {i}");
        }
    }

    [Fact]
    public void What_is_read_from_an_address_is_what_is_read_from_its_text()
    {
        Random random = new(5);
        byte[] six = new byte[16];
        byte[] four = new byte[4];
        for (int i = 0; i < 5_000; i++)
        {
            random.NextBytes(six);
            random.NextBytes(four);
            for (int at = 0; at < 16; at += 2)
            {
                if (random.Next(2) == 0)
                {
                    six.AsSpan(at, 2).Clear();
                }
            }

            six[0] |= 0x20;
            foreach (IPAddress address in new[] { new IPAddress(six), new IPAddress(four) })
            {
                Assert.True(HostName.TryFrom(address, out HostName? host, out _));
                Assert.Equal(address, IPAddress.Parse(host.ToString()));
                Assert.Equal(host, Rules.Host(host.ToString()));
                Assert.Equal(host, Rules.Host(address.ToString()));
            }
        }
    }

    [Fact]
    public void An_address_in_disguise_or_of_one_interface_is_no_host()
    {
        Assert.False(HostName.TryFrom(IPAddress.Parse("::ffff:127.0.0.1"), out _, out string mapped));
        Assert.Contains("IPv4", mapped, StringComparison.Ordinal);
        Assert.False(HostName.TryFrom(IPAddress.Parse("fe80::1%3"), out _, out string scoped));
        Assert.Contains("interface", scoped, StringComparison.Ordinal);
        Assert.True(HostName.TryFrom(IPAddress.Parse("fe80::1"), out _, out _));
    }

    [Fact]
    public void Random_text_is_refused_or_reads_back_as_itself()
    {
        Random random = new(99);
        const string Alphabet = "aZ09-..::/%@[]x\0\u0430";
        int read = 0;
        for (int i = 0; i < 200_000; i++)
        {
            string text = string.Create(random.Next(12), random, (span, r) => r.GetItems(Alphabet.AsSpan(), span));
            if (HostName.TryParse(text, out HostName? host, out string problem))
            {
                read++;
                Assert.Equal(host.ToString(), Rules.Host(host.ToString()).ToString());
                Assert.Empty(problem);
            }
            else
            {
                Assert.NotEmpty(problem);
            }
        }

        Assert.True(read > 5_000, $"only {read} were hosts");
    }
}
