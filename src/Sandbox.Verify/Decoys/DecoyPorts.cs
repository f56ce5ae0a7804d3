using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Sandbox.Verify.Decoys;

/// <summary>A port for each purpose, so that an arrival says which attack it was.</summary>
internal sealed class DecoyPorts : IDisposable
{
    private readonly Dictionary<string, DecoyPort> _all = new(StringComparer.Ordinal);

    /// <summary>An address of this machine that is not a loopback one; null when it has none.</summary>
    public static IPAddress? Lan { get; } = LanAddress();

    /// <summary>Made when first asked for; null when this machine does not have the address.</summary>
    public DecoyPort? At(string purpose, IPAddress? address)
    {
        if (address is null || _all.TryGetValue(purpose, out DecoyPort? port))
        {
            return address is null ? null : _all[purpose];
        }

        try
        {
            return _all[purpose] = new DecoyPort(address);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>On 127.0.0.1, which every machine has.</summary>
    public DecoyPort this[string purpose] => At(purpose, IPAddress.Loopback)!;

    public void Dispose()
    {
        foreach (DecoyPort port in _all.Values)
        {
            port.Dispose();
        }
    }

    private static IPAddress? LanAddress() =>
        NetworkInterface.GetAllNetworkInterfaces()
            .Where(static i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(static i => i.GetIPProperties().UnicastAddresses)
            .Select(static a => a.Address)
            .FirstOrDefault(static a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
}
