using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Sandbox.OfflineApi.Http;

namespace Sandbox.OfflineApi;

/// <summary>
/// A scripted stand-in for Anthropic's Messages API on 127.0.0.1, enough for the real agent. What it answers is decided by
/// <see cref="Scripting.Script"/> from the conversation alone. It proves that an agent runs, not that the real service accepts it.
/// </summary>
public sealed class OfflineMessagesApi : IAsyncDisposable
{
    // The real service takes bodies up to this size.
    private const long MaxBodyBytes = 32L * 1024 * 1024;

    // An agent that was killed in the middle of a turn must not hold up the end of a test.
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(1);

    private readonly WebApplication application;
    private readonly RequestRecorder recorder;

    private OfflineMessagesApi(WebApplication application, RequestRecorder recorder, Uri address)
    {
        this.application = application;
        this.recorder = recorder;
        Address = address;
    }

    /// <summary>What to put in <c>ANTHROPIC_BASE_URL</c>: scheme, address and port.</summary>
    public Uri Address { get; }

    /// <summary>The requests so far, in order of arrival; a snapshot.</summary>
    public IReadOnlyList<RecordedRequest> Requests => recorder.Requests;

    /// <summary>Starts listening; when the task ends the port accepts connections.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<OfflineMessagesApi> StartAsync(OfflineApiOptions? options = null)
    {
        options ??= new();
        var recorder = new RequestRecorder(options.Log);
        var application = Build(options.Port, new Endpoint(recorder));
        try
        {
            await application.StartAsync();
            return new(application, recorder, BoundAddress(application));
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await application.StopAsync();
        await application.DisposeAsync();
    }

    private static WebApplication Build(int port, Endpoint endpoint)
    {
        // The empty builder reads neither files from the current directory nor ASPNETCORE_* variables: both belong to the program under test.
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeout);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Listen(IPAddress.Loopback, port);
        });

        var application = builder.Build();
        application.Run(endpoint.HandleAsync);
        return application;
    }

    private static Uri BoundAddress(WebApplication application) =>
        new(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
}
