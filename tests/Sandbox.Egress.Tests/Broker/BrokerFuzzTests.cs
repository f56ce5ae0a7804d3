using System.Text;
using Sandbox.Core.Secrets;
using Sandbox.Egress.Broker;
using Sandbox.Egress.Tests.Http;

namespace Sandbox.Egress.Tests.Broker;

/// <summary>Paths, heads and pieces of every kind: the server stays the fixed one and the secret stays outside.</summary>
public sealed class BrokerFuzzTests
{
    private static readonly string[] Pieces =
        ["/", "//", ".", "..", "%2e", "%2f", "%5c", "%25", "%00", "%0a", "%", "\\", "@", ":", "?", "#", ";", "v1", "messages", "github", "github-api", "evil.example", "api", "oauth", "%41", "~", "*", " ", "\u00e9"];

    private static readonly HttpCorpus Requests = new("request");

    [Fact]
    public void An_accepted_path_leads_to_the_fixed_server_and_nowhere_above()
    {
        int accepted = 0;
        HttpCorpus.Run(random =>
        {
            string path = "/" + string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            bool slashes = random.Next(2) == 0;
            if (!SafePath.Check(path, slashes))
            {
                return Task.CompletedTask;
            }

            accepted++;
            Uri address = BrokerUpstream.Anthropic.Address(path);
            Assert.Equal(("https", "api.anthropic.com", 443, string.Empty, path), (address.Scheme, address.Host, address.Port, address.UserInfo, address.PathAndQuery));
            string decoded = Uri.UnescapeDataString(Uri.UnescapeDataString(path));
            Assert.DoesNotContain(decoded.Split('/', '\\'), s => s is "." or "..");
            Assert.Equal(-1, decoded.AsSpan().IndexOfAnyInRange('\0', '\x1f'));
            return Task.CompletedTask;
        });
        Assert.InRange(accepted, 100, int.MaxValue);
    }

    [Fact]
    public void A_masked_stream_is_the_same_however_it_is_cut()
    {
        byte[][] secrets = [Encoding.ASCII.GetBytes("secret-secret-1"), Encoding.ASCII.GetBytes("secret-2")];
        string[] words = ["secret-", "secret", "-secret-1", "1", "2", "s", "secret-2", "secret-secret-1", "\n", "e"];
        int found = 0;
        HttpCorpus.Run(random =>
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => words[random.Next(words.Length)]));
            string masked = Mask(new TokenMask(secrets), text, random);
            Assert.Equal(text.Length, masked.Length);
            Assert.DoesNotContain("secret-secret-1", masked, StringComparison.Ordinal);
            Assert.DoesNotContain("secret-2", masked, StringComparison.Ordinal);
            found += masked.Contains('*', StringComparison.Ordinal) ? 1 : 0;
            return Task.CompletedTask;
        });
        Assert.InRange(found, 500, int.MaxValue);
    }

    [Fact]
    public void Whatever_a_client_sends_without_the_sentinel_the_credential_is_not_even_read()
    {
        FakeCredentials credentials = new(BrokerHarness.Real);
        BrokerOptions options = new() { Sentinel = Secret.FromText(BrokerHarness.Sentinel), Credentials = credentials, Log = new RecordingLog() };
        using CredentialBroker broker = new(options, handler => handler.ConnectCallback = (_, _) => throw new InvalidOperationException("dialled"));
        HttpCorpus.Run(async random =>
        {
            ScriptedStream client = new(Requests.Next(random), random.Next(1, 100));
            await broker.ServeAsync(client, CancellationToken.None);
            Assert.DoesNotContain("CANARY", Encoding.Latin1.GetString(client.Written), StringComparison.Ordinal);
        });
        Assert.Equal(0, credentials.Reads);
    }

    private static string Mask(TokenMask mask, string text, Random random)
    {
        StringBuilder output = new();
        byte[] held = [];
        for (int at = 0; at < text.Length;)
        {
            int count = Math.Min(random.Next(1, 10), text.Length - at);
            byte[] bytes = [.. held, .. Encoding.ASCII.GetBytes(text.Substring(at, count))];
            int ready = mask.Apply(bytes);
            output.Append(Encoding.ASCII.GetString(bytes, 0, ready));
            held = bytes[ready..];
            at += count;
        }

        return output + Encoding.ASCII.GetString(held);
    }
}
