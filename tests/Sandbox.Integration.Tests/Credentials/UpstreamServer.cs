using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sandbox.Integration.Tests;

/// <summary>The API as far as a credential is concerned: it answers 401 to every other one and sends back what it was sent.</summary>
public sealed class UpstreamServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<string> _seen = new();

    public UpstreamServer()
    {
        using (Socket free = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)free.LocalEndPoint!).Port}/"));
        }

        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>The only token that is good.</summary>
    public string Good { get; set; } = string.Empty;

    /// <summary>Called when a request has another token, before it is answered.</summary>
    public Action? Rejecting { get; set; }

    /// <summary>Each request: method, path with query, fields and body.</summary>
    public IReadOnlyList<string> Seen => [.. _seen];

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                Answer(await _listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                if (!_listener.IsListening)
                {
                    return;
                }
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        using StreamReader body = new(context.Request.InputStream, Encoding.Latin1);
        string text = $"{context.Request.HttpMethod} {context.Request.RawUrl}\n{context.Request.Headers}{body.ReadToEnd()}\n";
        _seen.Enqueue(text);
        bool good = context.Request.Headers["Authorization"] == $"Bearer {Good}";
        if (!good)
        {
            Rejecting?.Invoke();
        }

        byte[] answer = Encoding.Latin1.GetBytes(text);
        context.Response.StatusCode = good ? 200 : 401;
        context.Response.Headers["X-Reflected"] = context.Request.Headers["Authorization"];
        context.Response.OutputStream.Write(answer);
        context.Response.Close();
    }
}
