using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sandbox.Core.Network;

/// <summary>A port of the host that leads to one inside: <c>[HOST:]PORT[:PORT]</c>, of which the last is the one inside.</summary>
public sealed record PublishRule
{
    private const string Loopback = "127.0.0.1";

    /// <summary>The address of the host to listen on; 127.0.0.1 unless another is written.</summary>
    public required HostName Host { get; init; }

    /// <summary>The host's port.</summary>
    public required int HostPort { get; init; }

    /// <summary>The port inside; the same as the host's when only one is written.</summary>
    public required int Port { get; init; }

    /// <summary>Other machines may be able to reach it: worth a word to the user.</summary>
    public bool IsOpen => !Host.ToString().StartsWith("127.", StringComparison.Ordinal) && !string.Equals(Host.ToString(), "::1", StringComparison.Ordinal);

    /// <summary>Reads 8080, 8080:80, 127.0.0.1:8080, 0.0.0.0:8080:80 or [::1]:8080:80; "localhost" is 127.0.0.1.</summary>
    /// <param name="text">What was written after --publish.</param>
    /// <param name="rule">The rule, or null.</param>
    /// <param name="problem">Why it is none, with what to write instead; empty when it is one.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out PublishRule? rule, out string problem)
    {
        rule = null;
        (string host, string numbers) = Split(text);
        string[] ports = numbers.Split(':');
        if (!HostName.TryParse(string.Equals(host, "localhost", StringComparison.Ordinal) ? Loopback : host, out HostName? address, out _) || !address.IsAddress)
        {
            problem = $"{host} is not an address of this machine: write [ADDRESS:]PORT[:PORT], an IPv6 address in brackets";
            return false;
        }

        int inside = 0;
        if (ports.Length > 2 || !TryPort(ports[0], out int outside) || !TryPort(ports[^1], out inside))
        {
            problem = $"{numbers} is not PORT or PORT:PORT: a port is a number from 1 to 65535";
            return false;
        }

        problem = string.Empty;
        rule = new() { Host = address, HostPort = outside, Port = inside };
        return true;
    }

    /// <summary>"127.0.0.1:8080 -> 80".</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(Host.ToString().Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host.ToString())}:{HostPort} -> {Port}");

    // Whatever is before the first colon is a host, unless it is a number alone.
    private static (string Host, string Ports) Split(string text)
    {
        if (text.StartsWith('[') && text.IndexOf("]:", StringComparison.Ordinal) is > 0 and int end)
        {
            return (text[1..end], text[(end + 2)..]);
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || text[..colon].All(char.IsAsciiDigit) ? (Loopback, text) : (text[..colon], text[(colon + 1)..]);
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;
}
