using Sandbox.Core.Plans;
using Sandbox.Core.Secrets;

namespace Sandbox.Core.Planning;

/// <summary>What is made up for one launch and belongs in its plan.</summary>
/// <param name="ProxyToken">What clients of the proxy must know.</param>
/// <param name="Variables">Of the payload; an --env of the same name wins.</param>
public sealed record SessionValues(Secret ProxyToken, IReadOnlyList<PlannedVariable> Variables);
