using Sandbox.Core.Diagnostics;

namespace Sandbox.Credentials.Tests;

public sealed class HostLoginFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("login-").FullName;

    public void Dispose() => new DirectoryInfo(_directory).Delete(recursive: true);

    [Fact]
    public void A_file_is_read_whole_and_a_missing_one_is_null()
    {
        File.WriteAllText($"{_directory}/f", "contents");

        Assert.Equal("contents"u8.ToArray(), new HostLoginFile($"{_directory}/f").Read());
        Assert.Null(new HostLoginFile($"{_directory}/none").Read());
        Assert.Null(new HostLoginFile($"{_directory}/none/f").Read());
    }

    [Fact]
    public void What_is_not_a_file_of_sane_size_is_an_error_that_names_it()
    {
        File.WriteAllBytes($"{_directory}/big", new byte[1024 * 1024 + 1]);

        foreach (string path in (string[])[_directory, $"{_directory}/big"])
        {
            SandboxException error = Assert.Throws<SandboxException>(() => new HostLoginFile(path).Read());
            Assert.Equal(ErrorCode.Credential, error.Code);
            Assert.Contains(path, error.Message, StringComparison.Ordinal);
        }
    }
}
