using Sandbox.Backends.Native;
using Sandbox.Core.Diagnostics;

namespace Sandbox.Backends.Tests.Native;

/// <summary>Where the executor is looked for: beside the launcher and nowhere else.</summary>
public sealed class ExecutorFileTests
{
    [Fact]
    public void It_is_found_beside_the_program()
    {
        using TempDirectory directory = TempDirectory.Create();
        string path = directory.WriteFile(ExecutorFile.Name, "x");
        Assert.Equal(path, ExecutorFile.Find(directory.Path));
    }

    [Fact]
    public void A_missing_executor_is_an_incomplete_installation()
    {
        using TempDirectory directory = TempDirectory.Create();
        SandboxException error = Assert.Throws<SandboxException>(() => ExecutorFile.Find(directory.Path));
        Assert.Equal(ErrorCode.Installation, error.Code);
        Assert.Contains(directory.Path, error.Message, StringComparison.Ordinal);
    }
}
