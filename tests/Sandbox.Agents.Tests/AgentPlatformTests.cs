using System.Runtime.InteropServices;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Agents.Tests;

public sealed class AgentPlatformTests
{
    [Theory]
    [InlineData(Architecture.X64, "", "@anthropic-ai/claude-code-linux-x64")]
    [InlineData(Architecture.X64, "/lib64/ld-linux-x86-64.so.2", "@anthropic-ai/claude-code-linux-x64")]
    [InlineData(Architecture.X64, "/lib/ld-musl-x86_64.so.1", "@anthropic-ai/claude-code-linux-x64-musl")]
    [InlineData(Architecture.X64, "/lib/ld-musl-x86_64.so.1 /lib64/ld-linux-x86-64.so.2", "@anthropic-ai/claude-code-linux-x64")]
    [InlineData(Architecture.Arm64, "/lib/ld-linux-aarch64.so.1", "@anthropic-ai/claude-code-linux-arm64")]
    [InlineData(Architecture.Arm64, "/lib/ld-musl-aarch64.so.1", "@anthropic-ai/claude-code-linux-arm64-musl")]
    public void The_package_follows_the_processor_and_the_C_library(Architecture architecture, string present, string package) =>
        Assert.Equal(package, AgentPlatform.Detect(architecture, present.Split(' ').Contains).PackageName);

    [Fact]
    public void Another_processor_is_refused_by_name()
    {
        SandboxException error = Assert.Throws<SandboxException>(() => AgentPlatform.Detect(Architecture.RiscV64, _ => false));

        Assert.Equal(ErrorCode.AgentInstall, error.Code);
        Assert.Contains("riscv64", error.Message, StringComparison.Ordinal);
    }
}
