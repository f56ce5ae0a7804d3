using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Sandbox.Integration.Tests;

/// <summary>
/// The attacker's server, on the loopback addresses of this machine and on its others: whatever reaches one of its ports is kept. A TCP client
/// is answered as by a web server. One port number is free to everybody; as root also those that a firewall likes to leave open.
/// </summary>
public sealed partial class AttackerServer : IDisposable
{
    private const int Longest = 64 * 1024;
    private static readonly int[] KnownTcp = [53, 443, 853];
    private static readonly int[] KnownUdp = [53, 123, 443];
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\nConnection: close\r\n\r\nC2\n"u8.ToArray();

    private readonly ConcurrentQueue<string> _contacts = new();
    private readonly ConcurrentQueue<string> _received = new();
    private readonly List<Socket> _sockets = [];

    private AttackerServer()
    {
        Socket first = Bind(IPAddress.Loopback, 0, ProtocolType.Tcp);
        Port = ((IPEndPoint)first.LocalEndPoint!).Port;
    }

    /// <summary>An IPv4 address of this machine that is not loopback.</summary>
    public static IPAddress Other { get; } = Foreign.FirstOrDefault(static a => a.AddressFamily == AddressFamily.InterNetwork)
        ?? throw new TestFailureException("this test needs an IPv4 address that is not loopback: ip address add 192.0.2.2/32 dev lo");

    public int Port { get; }

    /// <summary>Everything that can be aimed at: "tcp 192.0.2.2 443".</summary>
    public IReadOnlyList<string> Targets => [.. _sockets.Select(Name)];

    /// <summary>Where something came in, in the words of <see cref="Targets"/>.</summary>
    public IReadOnlyList<string> Contacts => [.. _contacts];

    /// <summary>What came in.</summary>
    public string Received => string.Concat(_received);

    /// <summary>Its address for a rule or a URL: "192.0.2.2:40123".</summary>
    public string Authority => string.Create(CultureInfo.InvariantCulture, $"{Other}:{Port}");

    private static IEnumerable<IPAddress> Foreign => NetworkInterface.GetAllNetworkInterfaces()
        .Where(static i => i.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
        .SelectMany(static i => i.GetIPProperties().UnicastAddresses)
        .Select(static a => a.Address)
        .Where(static a => !IPAddress.IsLoopback(a) && !a.IsIPv6LinkLocal);

    /// <summary>Listens everywhere.</summary>
    public static AttackerServer Everywhere(bool knownPorts = true)
    {
        AttackerServer server = new();
        try
        {
            _ = server.Bind(IPAddress.Loopback, server.Port, ProtocolType.Udp);
            IPAddress[] others = [IPAddress.IPv6Loopback, .. Foreign];
            foreach (IPAddress address in others.Where(static a => a.AddressFamily == AddressFamily.InterNetwork || Socket.OSSupportsIPv6))
            {
                _ = server.Bind(address, server.Port, ProtocolType.Tcp);
                _ = server.Bind(address, server.Port, ProtocolType.Udp);
            }

            foreach (int port in knownPorts && TestHost.IsRoot ? KnownTcp : [])
            {
                _ = server.Bind(Other, port, ProtocolType.Tcp);
            }

            foreach (int port in knownPorts && TestHost.IsRoot ? KnownUdp : [])
            {
                _ = server.Bind(Other, port, ProtocolType.Udp);
            }

            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Forgets what came in.</summary>
    public void Clear()
    {
        _contacts.Clear();
        _received.Clear();
    }

    public void Dispose() => _sockets.ForEach(static s => s.Dispose());

    private static string Name(Socket socket)
    {
        IPEndPoint end = (IPEndPoint)socket.LocalEndPoint!;
        return string.Create(CultureInfo.InvariantCulture, $"{(socket.SocketType == SocketType.Stream ? "tcp" : "udp")} {end.Address} {end.Port}");
    }

    private static bool IsWhole(string request)
    {
        int end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        Match length = ContentLength().Match(request);
        return end >= 0 && request.Length >= end + 4 + (length.Success ? int.Parse(length.Groups[1].Value, CultureInfo.InvariantCulture) : 0);
    }

    [GeneratedRegex("^content-length: ([0-9]{1,8})\r$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex ContentLength();

    private Socket Bind(IPAddress address, int port, ProtocolType protocol)
    {
        Socket socket = new(address.AddressFamily, protocol == ProtocolType.Tcp ? SocketType.Stream : SocketType.Dgram, protocol);
        _sockets.Add(socket);

        // Tests of another checkout may hold a well-known port for a moment.
        SocketException? last = null;
        Eventually.Holds(() => TryBind(socket, new IPEndPoint(address, port), out last), $"{protocol} {address} {port} can be bound");
        if (protocol == ProtocolType.Tcp)
        {
            socket.Listen();
            _ = AcceptAsync(socket);
        }
        else
        {
            _ = ReceiveAsync(socket);
        }

        return socket;
    }

    private static bool TryBind(Socket socket, IPEndPoint end, out SocketException? problem)
    {
        try
        {
            socket.Bind(end);
            problem = null;
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            problem = e;
            return false;
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        string name = Name(listener);
        while (true)
        {
            try
            {
                Socket client = await listener.AcceptAsync();
                _contacts.Enqueue(name);
                _ = ServeAsync(client);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            try
            {
                byte[] buffer = new byte[Longest];
                using CancellationTokenSource limit = new(TimeSpan.FromSeconds(2));
                int count = 0;
                while (count < Longest && !IsWhole(Encoding.Latin1.GetString(buffer, 0, count)))
                {
                    int more = await client.ReceiveAsync(buffer.AsMemory(count), limit.Token);
                    if (more == 0)
                    {
                        break;
                    }

                    count += more;
                }

                _received.Enqueue(Encoding.Latin1.GetString(buffer, 0, count) + "\n");
                _ = await client.SendAsync(Answer);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // It counts as a contact whatever it did.
            }
        }
    }

    private async Task ReceiveAsync(Socket socket)
    {
        string name = Name(socket);
        byte[] buffer = new byte[Longest];
        while (true)
        {
            try
            {
                int count = await socket.ReceiveAsync(buffer);
                _contacts.Enqueue(name);
                _received.Enqueue(Encoding.Latin1.GetString(buffer, 0, count) + "\n");
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
