using Sandbox.Core.Network;

namespace Sandbox.Egress.Http;

/// <summary>A connection to a server, kept for the next request to the same destination.</summary>
internal sealed class UpstreamConnection
{
    private readonly OpenResult _opened;
    private bool _finished;

    /// <param name="host">The destination that was opened.</param>
    /// <param name="port">Likewise.</param>
    /// <param name="opened">Must be connected; owned from here on.</param>
    public UpstreamConnection(HostName host, int port, OpenResult opened)
    {
        Host = host;
        Port = port;
        _opened = opened;
        Wire = new Wire(opened.Stream!);
    }

    public HostName Host { get; }

    public int Port { get; }

    public Wire Wire { get; }

    /// <summary>An exchange went over it before: the server may have closed it since.</summary>
    public bool Used { get; set; }

    public long Sent { get; set; }

    public long Received { get; set; }

    public bool Serves(HostName host, int port) => Port == port && Host.Equals(host);

    /// <summary>Closes it and reports its bytes, once.</summary>
    public void Finish(string? problem = null)
    {
        Wire.Stream.Dispose();
        if (!_finished)
        {
            _finished = true;
            _opened.Finished?.Invoke(Sent, Received, problem);
        }
    }
}
