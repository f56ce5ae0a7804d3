using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Sandbox.Egress.Http;

namespace Sandbox.Egress.Broker;

/// <summary>The head of a server's answer as the sandbox gets it.</summary>
internal static class UpstreamAnswer
{
    private static readonly HashSet<string> Dropped = new(StringComparer.OrdinalIgnoreCase) { "Set-Cookie", "Set-Cookie2", "Alt-Svc", "Strict-Transport-Security", HttpReplies.Mark };

    /// <summary>The framing of the answer's body.</summary>
    public static BodyFraming Framing(RequestHead head, HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        return head.IsHead || status is 204 or 304 ? BodyFraming.None
            : response.Headers.TransferEncodingChunked != true && response.Content.Headers.NonValidated.TryGetValues("Content-Length", out HeaderStringValues values)
                && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long length) ? new BodyFraming(BodyKind.Length, length)
            : new BodyFraming(head.Minor == 1 ? BodyKind.Chunked : BodyKind.UntilClose);
    }

    /// <param name="head">The request.</param>
    /// <param name="route">Whose addresses are turned into ours.</param>
    /// <param name="response">What came.</param>
    /// <param name="framing">Of the body.</param>
    /// <param name="mask">Fields that give the credential back are dropped.</param>
    /// <param name="keep">The connection stays.</param>
    public static byte[] Head(RequestHead head, BrokerRoute route, HttpResponseMessage response, BodyFraming framing, TokenMask mask, bool keep)
    {
        HeaderFields fields = new([.. Fields(response.Headers.NonValidated), .. Fields(response.Content.Headers.NonValidated)]);
        string reason = response.ReasonPhrase ?? string.Empty;
        HeadWriter writer = HeadWriter.Response((int)response.StatusCode, Sound(reason) && !mask.Finds(Encoding.Latin1.GetBytes(reason)) ? reason : string.Empty);
        foreach (HeaderField field in HopByHop.Without(fields))
        {
            if (!Dropped.Contains(field.Name) && HeadSyntax.IsToken(Encoding.Latin1.GetBytes(field.Name)) && Sound(field.Value) && !mask.Finds(Encoding.Latin1.GetBytes(field.Name + '\n' + field.Value)))
            {
                writer.Field(field.Name, field.Is("Location") || field.Is("Link") ? route.Inside(head, field.Value) : field.Value);
            }
        }

        return (keep ? writer.Framing(framing) : writer.Framing(framing).Field("Connection", "close")).ToBytes();
    }

    // The client behind this reads heads more kindly than our own parser: what that would refuse is not passed on.
    private static bool Sound(string text) => HeadSyntax.IsText(Encoding.Latin1.GetBytes(text));

    private static IEnumerable<HeaderField> Fields(HttpHeadersNonValidated headers)
    {
        foreach (KeyValuePair<string, HeaderStringValues> header in headers)
        {
            foreach (string value in header.Value)
            {
                yield return new HeaderField(header.Key, value);
            }
        }
    }
}
