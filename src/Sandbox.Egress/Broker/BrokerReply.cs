using System.Globalization;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Broker;

/// <summary>An answer of the broker itself.</summary>
/// <param name="Status">400 to 599.</param>
/// <param name="Type">Of the content.</param>
/// <param name="Body">Bytes.</param>
/// <param name="Challenge">For 401, where clients want one.</param>
internal sealed record BrokerReply(int Status, string Type, byte[] Body, string? Challenge = null)
{
    /// <summary>The whole message; the connection ends with it.</summary>
    public byte[] ToBytes(bool toHead)
    {
        HeadWriter head = HeadWriter.Response(Status, "Broker").Field("Content-Type", Type).Field("Content-Length", Body.Length.ToString(CultureInfo.InvariantCulture))
            .Field("Connection", "close").Field(HttpReplies.Mark, Status >= 500 ? "failed" : "denied");
        head = Challenge is null ? head : head.Field("WWW-Authenticate", Challenge);
        return toHead ? head.ToBytes() : [.. head.ToBytes(), .. Body];
    }
}
