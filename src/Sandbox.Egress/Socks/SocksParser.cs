using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Text;
using Sandbox.Core.Network;

namespace Sandbox.Egress.Socks;

/// <summary>
/// The three messages of a SOCKS 5 client (RFC 1928, RFC 1929). Each method gives the length of a whole message, 0 while it is
/// incomplete, -1 when it is malformed. No message is longer than 513 bytes.
/// </summary>
internal static class SocksParser
{
    public const int LongestMessage = 513;
    public const byte NoAuthentication = 0;
    public const byte Password = 2;

    private const byte Version = 5;
    private const byte PasswordVersion = 1;
    private const byte Connect = 1;
    private const byte Ipv4 = 1;
    private const byte Name = 3;
    private const byte Ipv6 = 4;

    /// <summary>Version, count, methods.</summary>
    public static int Greeting(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> methods)
    {
        methods = default;
        if (input.Length > 0 && input[0] != Version)
        {
            return -1;
        }

        if (input.Length < 2)
        {
            return 0;
        }

        int length = 2 + input[1];
        if (input[1] == 0)
        {
            return -1;
        }

        if (input.Length < length)
        {
            return 0;
        }

        methods = input[2..length];
        return length;
    }

    /// <summary>Version of the sub-negotiation, user name, password.</summary>
    public static int Credentials(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> password)
    {
        password = default;
        if (input.Length > 0 && input[0] != PasswordVersion)
        {
            return -1;
        }

        if (input.Length < 2 || input.Length < 3 + input[1])
        {
            return 0;
        }

        int start = 3 + input[1];
        int length = start + input[start - 1];
        if (input.Length < length)
        {
            return 0;
        }

        password = input[start..length];
        return length;
    }

    /// <summary>Version, command, reserved, address, port.</summary>
    public static int Request(ReadOnlySpan<byte> input, out SocksRequest? request)
    {
        request = null;
        if ((input.Length > 0 && input[0] != Version) || (input.Length > 2 && input[2] != 0))
        {
            return -1;
        }

        if (input.Length < 5)
        {
            return 0;
        }

        int start = input[3] == Name ? 5 : 4;
        int size = input[3] switch
        {
            Ipv4 => 4,
            Ipv6 => 16,
            Name => input[4],
            _ => -1,
        };
        if (size < 0)
        {
            request = Refused(SocksReply.AddressTypeNotSupported, "unknown type of address", string.Empty, 0);
            return 5;
        }

        int length = start + size + 2;
        if (input.Length < length)
        {
            return 0;
        }

        int port = BinaryPrimitives.ReadUInt16BigEndian(input[(start + size)..]);
        ReadOnlySpan<byte> address = input.Slice(start, size);
        request = input[1] == Connect
            ? input[3] == Name ? OfName(address, port) : OfAddress(new IPAddress(address), port)
            : Refused(SocksReply.CommandNotSupported, input[1] switch { 2 => "BIND is not offered", 3 => "UDP is not offered", _ => "unknown command" }, input[3] == Name ? Printable(address) : new IPAddress(address).ToString(), port);
        return length;
    }

    /// <summary>Bytes as text for the log: whatever is not a printable ASCII character is written as \xNN.</summary>
    public static string Printable(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        foreach (byte b in bytes)
        {
            _ = b is > 0x20 and < 0x7f and not (byte)'\\' ? text.Append((char)b) : text.Append(CultureInfo.InvariantCulture, $"\\x{b:x2}");
        }

        return text.ToString();
    }

    private static SocksRequest OfName(ReadOnlySpan<byte> name, int port) => HostName.TryParse(name, out HostName? host, out string problem)
        ? new() { Host = host, Port = port, Asked = host.ToString() }
        : Refused(SocksReply.NotAllowed, $"not a host name: {problem}", Printable(name), port);

    private static SocksRequest OfAddress(IPAddress address, int port) => HostName.TryFrom(address, out HostName? host, out string problem)
        ? new() { Host = host, Port = port, Asked = host.ToString(), Literal = address }
        : Refused(SocksReply.NotAllowed, problem, address.ToString(), port);

    private static SocksRequest Refused(SocksReply reply, string problem, string asked, int port) =>
        new() { Refusal = reply, Problem = problem, Asked = asked, Port = port };
}
