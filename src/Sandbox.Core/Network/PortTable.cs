namespace Sandbox.Core.Network;

/// <summary>The rules of one name or range, by port.</summary>
internal sealed class PortTable
{
    private readonly SortedDictionary<int, NetworkRule> _byPort = [];

    /// <summary>The rule for every port, or null.</summary>
    public NetworkRule? EveryPort { get; private set; }

    public IEnumerable<int> Ports => _byPort.Keys;

    /// <summary>The first of several rules for the same port stays.</summary>
    public void Add(NetworkRule rule)
    {
        if (rule.Ports is null)
        {
            EveryPort ??= rule;
        }

        foreach (int port in rule.Ports ?? [])
        {
            _byPort.TryAdd(port, rule);
        }
    }

    public NetworkRule? Find(int port) => _byPort.GetValueOrDefault(port) ?? EveryPort;
}
