using Sandbox.Core.Diagnostics;

namespace Sandbox.Verify;

/// <summary>Finds claude-sandbox-probe beside this program: never on PATH, which is not ours.</summary>
public static class ProbeFile
{
    public const string Name = "claude-sandbox-probe";

    /// <exception cref="SandboxException">CS205: the installation is incomplete.</exception>
    public static string Find(string programDirectory)
    {
        string path = Path.Combine(programDirectory, Name);
        return File.Exists(path)
            ? path
            : throw new SandboxException(ErrorCode.Installation, $"{Name} is missing beside this program ({programDirectory}): install both again, or run `make build`");
    }
}
