using Sandbox.Core.Hosts;
using Sandbox.Credentials;

namespace Sandbox.Cli.Agents;

/// <summary>
/// Looks before it reads: most users of a key have no login, and the first exception costs a process that has just started
/// two milliseconds.
/// </summary>
internal sealed class LoginFileIfAny(IHostFiles files, HostLoginFile file) : ILoginFile
{
    public string Path => file.Path;

    public byte[]? Read() => files.Look(file.Path).Kind == PathKind.Missing ? null : file.Read();
}
