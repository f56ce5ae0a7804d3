using Sandbox.Core.Diagnostics;

namespace Sandbox.Backends.Native;

/// <summary>Finds claude-sandbox-exec beside this program: never on PATH, which is not ours.</summary>
public static class ExecutorFile
{
    public const string Name = "claude-sandbox-exec";

    /// <exception cref="SandboxException">CS205: the installation is incomplete.</exception>
    public static string Find(string programDirectory)
    {
        string path = Path.Combine(programDirectory, Name);
        return File.Exists(path)
            ? path
            : throw new SandboxException(ErrorCode.Installation, $"{Name} is missing beside this program ({programDirectory}): install both again, or run `make build`");
    }
}
