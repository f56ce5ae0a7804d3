using Sandbox.Core.Diagnostics;

namespace Sandbox.Core.Planning;

/// <summary>Collects every mistake of a pass, so that the user sees all of them at once.</summary>
public sealed class Findings
{
    private readonly List<(ErrorCode Code, string Message)> _all = [];

    public void Add(ErrorCode code, string message) => _all.Add((code, message));

    public bool Any => _all.Count > 0;

    /// <summary>The first one, or null.</summary>
    public string? First => _all.Count > 0 ? _all[0].Message : null;

    /// <summary>Throws one error that carries all findings; does nothing when there are none.</summary>
    /// <exception cref="SandboxException">There is at least one finding.</exception>
    public void ThrowIfAny()
    {
        if (_all.Count > 0)
        {
            throw new SandboxException(_all[0].Code, _all[0].Message)
            {
                Others = [.. _all.Skip(1).Select(f => f.Message)],
                OtherCodes = [.. _all.Skip(1).Select(f => f.Code)],
            };
        }
    }
}
