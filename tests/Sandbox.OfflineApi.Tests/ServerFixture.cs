using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Sandbox.OfflineApi.Tests;

/// <summary>A server of its own for each test, and a client that talks to it.</summary>
public abstract class ServerFixture : IAsyncLifetime
{
    private protected OfflineMessagesApi Server { get; private set; } = null!;

    private protected HttpClient Client { get; } = new();

    public async Task InitializeAsync()
    {
        Server = await OfflineMessagesApi.StartAsync();
        Client.BaseAddress = Server.Address;
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    private protected Task<HttpResponseMessage> PostAsync(string path, JsonNode body) => PostAsync(path, body.ToJsonString());

    private protected async Task<HttpResponseMessage> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await Client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    private protected static async Task<JsonNode> JsonAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
}
