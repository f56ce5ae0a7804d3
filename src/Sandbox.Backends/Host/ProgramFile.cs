using Sandbox.Core.Diagnostics;

namespace Sandbox.Backends.Host;

/// <summary>Finds the programs of this build beside this one: never on PATH, which is not ours.</summary>
public static class ProgramFile
{
    /// <exception cref="SandboxException">CS205: the installation is incomplete.</exception>
    public static string Find(string programDirectory, string name)
    {
        string path = Path.Combine(programDirectory, name);
        return File.Exists(path)
            ? path
            : throw new SandboxException(ErrorCode.Installation, $"{name} is missing beside this program ({programDirectory}): install both again, or run `make build`");
    }
}
