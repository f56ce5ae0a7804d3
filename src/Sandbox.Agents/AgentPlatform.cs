using System.Runtime.InteropServices;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Agents;

/// <summary>The machine that an agent binary must be built for.</summary>
public sealed record AgentPlatform
{
    /// <summary>x64 or arm64.</summary>
    public required Architecture Architecture { get; init; }

    /// <summary>The C library is musl instead of glibc.</summary>
    public bool IsMusl { get; init; }

    /// <summary>npm name of the package that holds the native binary.</summary>
    public string PackageName => $"{ClaudeAgent.PackageName}-linux-{ArchitectureName}{(IsMusl ? "-musl" : string.Empty)}";

    /// <summary>e_machine of the binary's ELF header.</summary>
    public ushort ElfMachine => Architecture == Architecture.X64 ? (ushort)62 : (ushort)183;

    private string ArchitectureName => Architecture == Architecture.X64 ? "x64" : "arm64";

    /// <summary>Tells the C library by its loader; where both or neither is there, glibc.</summary>
    /// <exception cref="SandboxException">CS602: the agent is not published for this architecture.</exception>
    public static AgentPlatform Detect(Architecture architecture, Func<string, bool> fileExists)
    {
        (string glibc, string musl) = architecture switch
        {
            Architecture.X64 => ("/lib64/ld-linux-x86-64.so.2", "/lib/ld-musl-x86_64.so.1"),
            Architecture.Arm64 => ("/lib/ld-linux-aarch64.so.1", "/lib/ld-musl-aarch64.so.1"),
            _ => throw new SandboxException(
                ErrorCode.AgentInstall,
                $"the agent is not published for this machine ({architecture.ToString().ToLowerInvariant()}); use an x64 or arm64 machine"),
        };
        return new AgentPlatform { Architecture = architecture, IsMusl = fileExists(musl) && !fileExists(glibc) };
    }
}
