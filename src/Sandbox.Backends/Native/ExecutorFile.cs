using Sandbox.Backends.Host;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Backends.Native;

/// <summary>claude-sandbox-exec.</summary>
public static class ExecutorFile
{
    public const string Name = "claude-sandbox-exec";

    /// <exception cref="SandboxException">CS205: the installation is incomplete.</exception>
    public static string Find(string programDirectory) => ProgramFile.Find(programDirectory, Name);
}
