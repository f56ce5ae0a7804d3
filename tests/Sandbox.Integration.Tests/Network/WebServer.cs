using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Sandbox.Integration.Tests.Network;

/// <summary>A web server of this process on 127.0.0.1: the same pages in the clear and, for <see cref="NamedHosts.Api"/>, over TLS.</summary>
public sealed class WebServer : IAsyncLifetime
{
    public const string Greeting = "hello from outside";

    private const int LargeBytes = 64 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, (string Type, byte[] Body)> _pages = new(StringComparer.Ordinal);
    private WebApplication? _application;
    private X509Certificate2? _certificate;
    private int _waiting;

    /// <summary>Port of the pages in the clear.</summary>
    public int Plain { get; } = FreePort.Find();

    /// <summary>Port of the pages over TLS.</summary>
    public int Secure { get; } = FreePort.Find();

    /// <summary>The authority's certificate as PEM.</summary>
    public string Authority { get; private set; } = string.Empty;

    /// <summary>SHA-256 of /large, in hexadecimal digits.</summary>
    public string LargeHash { get; private set; } = string.Empty;

    /// <summary>Connections in the middle of /wait, which never ends.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>http://api.test:PORT.</summary>
    public string Url => $"http://{NamedHosts.Api}:{Plain}";

    /// <summary>https://api.test:PORT.</summary>
    public string SecureUrl => $"https://{NamedHosts.Api}:{Secure}";

    /// <summary>Rules by which both ports are reached; the address is this machine's, so it needs rules too.</summary>
    public IReadOnlyList<string> Rules =>
    [
        "--allow", $"{NamedHosts.Api}:{Plain}", "--allow", $"127.0.0.1:{Plain}", "--allow", $"{NamedHosts.Api}:{Secure}", "--allow", $"127.0.0.1:{Secure}",
    ];

    public async Task InitializeAsync()
    {
        (_certificate, Authority) = TestAuthority.Create(NamedHosts.Api);
        Put("/hello", "text/plain", Encoding.UTF8.GetBytes(Greeting));
        var builder = WebApplication.CreateEmptyBuilder(new() { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, Plain);
            kestrel.Listen(IPAddress.Loopback, Secure, listen => listen.UseHttps(_certificate));
        });
        _application = builder.Build();
        _application.Run(AnswerAsync);
        await _application.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _application!.StopAsync();
        await _application.DisposeAsync();
        _certificate!.Dispose();
    }

    public void Put(string path, string type, byte[] body) => _pages[path] = (type, body);

    /// <summary>Every file below a directory, as a web server without any knowledge of it gives them out.</summary>
    public void PutTree(string prefix, string directory)
    {
        foreach (string file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            Put($"{prefix}/{Path.GetRelativePath(directory, file)}", "application/octet-stream", File.ReadAllBytes(file));
        }
    }

    /// <summary>64 MiB that no compression makes smaller, at /large.</summary>
    public void PutLarge()
    {
        byte[] body = new byte[LargeBytes];
        new Random(17).NextBytes(body);
        LargeHash = Convert.ToHexStringLower(SHA256.HashData(body));
        Put("/large", "application/octet-stream", body);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/wait")
        {
            await WaitAsync(context);
            return;
        }

        if (!_pages.TryGetValue(context.Request.Path.Value!, out (string Type, byte[] Body) page))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = page.Type;
        context.Response.ContentLength = page.Body.Length;
        await context.Response.Body.WriteAsync(page.Body, context.RequestAborted);
    }

    private async Task WaitAsync(HttpContext context)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await context.Response.WriteAsync("ready\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // What it waits for.
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
