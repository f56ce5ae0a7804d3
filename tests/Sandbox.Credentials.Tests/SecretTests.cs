using System.Globalization;
using System.Text.Json;
using Sandbox.Core.Secrets;

namespace Sandbox.Credentials.Tests;

public sealed class SecretTests
{
    private static readonly Secret Canary = Secret.FromText("sk-CANARY");

    [Fact]
    public void Every_way_of_printing_it_shows_stars()
    {
        Credential credential = new() { Kind = CredentialKind.ApiKey, Secret = Canary, Source = "test" };
        string[] printed =
        [
            Canary.ToString(), $"{Canary}", string.Concat("a", Canary), string.Format(CultureInfo.InvariantCulture, "{0}", Canary), $"{Canary,20}", credential.ToString(),
            $"{new { Canary }}", new InvalidOperationException($"failed with {Canary}").ToString(),
        ];

        Assert.All(printed, p => Assert.DoesNotContain("CANARY", p.Replace("Canary =", "", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.All(printed, p => Assert.Contains("***", p, StringComparison.Ordinal));
    }

    [Fact]
    public void Serialising_it_is_an_error_alone_and_inside_something_else()
    {
        Assert.ThrowsAny<NotSupportedException>(() => JsonSerializer.Serialize(Canary));
        Assert.ThrowsAny<NotSupportedException>(() => JsonSerializer.Serialize(new { Token = Canary }));
        Assert.ThrowsAny<NotSupportedException>(() => JsonSerializer.Deserialize<Secret>("\"x\""));
    }

    [Fact]
    public void Nothing_converts_to_or_from_it_and_no_property_shows_it()
    {
        Assert.DoesNotContain(typeof(Secret).GetMethods(), m => m.Name is "op_Implicit" or "op_Explicit");
        Assert.Empty(typeof(Secret).GetProperties());
        Assert.Empty(typeof(Secret).GetFields());
        Assert.Empty(typeof(Secret).GetConstructors());
    }

    [Fact]
    public void Whoever_asks_gets_the_bytes()
    {
        byte[] bytes = [1, 2, 255];
        Secret secret = Secret.FromBytes(bytes);
        bytes[0] = 9;

        Assert.Equal([1, 2, 255], secret.Reveal().ToArray());
        Assert.Equal("sk-CANARY", Canary.RevealText());
        Assert.True(Canary.Matches(Secret.FromText("sk-CANARY")));
        Assert.False(Canary.Matches(Secret.FromText("sk-CANARZ")));
    }
}
