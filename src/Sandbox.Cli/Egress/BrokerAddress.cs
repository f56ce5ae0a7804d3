using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Egress.Broker;

namespace Sandbox.Cli.Egress;

/// <summary>Both ends of the broker: what the agent is told inside, and the one server that the credential goes to.</summary>
internal static class BrokerAddress
{
    public const string Variable = "ANTHROPIC_BASE_URL";

    public static string Inside { get; } = FormattableString.Invariant($"http://127.0.0.1:{CapturePlan.BrokerPort}");

    /// <summary>The user's own, from their environment, else the API itself. Never from the project or from the agent's settings.</summary>
    /// <exception cref="SandboxException">CS102: it cannot be used.</exception>
    public static BrokerUpstream Of(HostFacts facts)
    {
        if (facts.Variable(Variable) is not { Length: > 0 } address)
        {
            return BrokerUpstream.Anthropic;
        }

        return BrokerUpstream.TryParse(address, out BrokerUpstream? upstream, out string problem)
            ? upstream
            : throw new SandboxException(ErrorCode.InvalidPolicy, $"{Variable} cannot be the broker's upstream: {problem}: correct it, or pass --credentials env");
    }
}
