using Sandbox.Backends.Host;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Backends.Vm;

/// <summary>What of this program's own runs in a machine.</summary>
/// <param name="Executor">Absolute path of claude-sandbox-exec, which also runs QEMU's sandbox outside.</param>
/// <param name="Guest">Absolute path of claude-sandbox-guest.</param>
public sealed record VmPrograms(string Executor, string Guest)
{
    public const string GuestName = "claude-sandbox-guest";

    /// <exception cref="SandboxException">CS205: the installation is incomplete.</exception>
    public static VmPrograms Find(string programDirectory, string executor) => new(executor, ProgramFile.Find(programDirectory, GuestName));
}
