using System.Net.NetworkInformation;

namespace Sandbox.OfflineApi.Tests;

public sealed class ListeningTests
{
    [Fact]
    public async Task Only_the_loopback_address_is_bound()
    {
        await using var server = await OfflineMessagesApi.StartAsync();

        var listener = Assert.Single(
            IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners(),
            endpoint => endpoint.Port == server.Address.Port);
        Assert.Equal("127.0.0.1", listener.Address.ToString());
        Assert.Equal("127.0.0.1", server.Address.Host);
    }

    [Fact]
    public async Task Servers_do_not_share_what_they_recorded()
    {
        await using var one = await OfflineMessagesApi.StartAsync();
        await using var two = await OfflineMessagesApi.StartAsync();
        using var client = new HttpClient();

        using var response = await client.GetAsync(one.Address);

        Assert.Single(one.Requests);
        Assert.Empty(two.Requests);
    }

    [Fact]
    public async Task A_taken_port_is_an_error()
    {
        await using var server = await OfflineMessagesApi.StartAsync();

        await Assert.ThrowsAsync<IOException>(() => OfflineMessagesApi.StartAsync(new() { Port = server.Address.Port }));
    }

    [Fact]
    public async Task Addresses_in_the_environment_are_not_honoured()
    {
        // Set for the whole process, but no server in these tests may care.
        const string Name = "ASPNETCORE_URLS";
        var before = Environment.GetEnvironmentVariable(Name);
        Environment.SetEnvironmentVariable(Name, "http://0.0.0.0:1");
        try
        {
            await using var server = await OfflineMessagesApi.StartAsync();

            Assert.Equal("127.0.0.1", server.Address.Host);
            Assert.NotEqual(1, server.Address.Port);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Name, before);
        }
    }
}
