using System.Globalization;
using System.Text;
using Sandbox.Core.Network;

namespace Sandbox.Egress.Http;

/// <summary>The answers of the proxy itself. Every one of them ends the connection.</summary>
public static class HttpReplies
{
    /// <summary>The field that tells our answers from a server's.</summary>
    public const string Mark = "X-Claude-Sandbox";

    /// <summary>The answer to a CONNECT before the relay starts.</summary>
    public static ReadOnlyMemory<byte> Established { get; } = "HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray();

    /// <summary>A refusal by the rules: 403 with the host, the rule and the flag that would allow it.</summary>
    public static byte[] Denied(HostName host, int port, Verdict verdict, bool toHead = false)
    {
        string remedy = verdict.Remedy is null ? "no option allows it" : $"to allow it, start the sandbox with {verdict.Remedy}";
        string text = $"""
            claude-sandbox: {Authority.Full(host, port)} is refused
            rule: {verdict.Rule ?? "none"} ({verdict.Reason})
            {remedy}
            `claude-sandbox network log` outside the sandbox lists what was refused

            """;
        return Compose(403, "Forbidden", "denied", text, challenge: null, toHead);
    }

    /// <summary>A failure in one line.</summary>
    /// <param name="status">400 to 599.</param>
    /// <param name="problem">What went wrong, no line end.</param>
    /// <param name="toHead">The request was a HEAD: the body stays away.</param>
    public static byte[] Failed(int status, string problem, bool toHead = false) =>
        Compose(status, Reason(status), status >= 500 ? "failed" : "refused", $"claude-sandbox: {problem}\n", status == 407 ? "Basic realm=\"claude-sandbox\"" : null, toHead);

    private static byte[] Compose(int status, string reason, string mark, string text, string? challenge, bool toHead)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        HeadWriter head = HeadWriter.Response(status, reason).Field("Content-Type", "text/plain; charset=utf-8")
            .Field("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture)).Field("Connection", "close").Field(Mark, mark);
        head = challenge is null ? head : head.Field("Proxy-Authenticate", challenge);
        return toHead ? head.ToBytes() : [.. head.ToBytes(), .. body];
    }

    private static string Reason(int status) => status switch
    {
        400 => "Bad Request",
        405 => "Method Not Allowed",
        407 => "Proxy Authentication Required",
        408 => "Request Timeout",
        417 => "Expectation Failed",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        502 => "Bad Gateway",
        504 => "Gateway Timeout",
        _ => "Refused",
    };
}
