namespace Sandbox.Integration.Tests.Network;

/// <summary>A bare repository with one commit, ready for servers that know nothing of git.</summary>
public static class GitRepository
{
    /// <summary>What its only file, called file, holds.</summary>
    public const string Contents = "from the repository";

    /// <summary>Made below a directory of the test's own user; returns its path.</summary>
    public static string Create(TempDirectory directory)
    {
        string script = $"""
            git init -q -b main work && cd work && printf '%s\n' '{Contents}' > file && git add file
            git -c user.name=tester -c user.email=tester@example.invalid commit -q -m first
            git clone -q --bare . ../repository.git && cd ../repository.git && git update-server-info
            """;
        _ = ProcessRun.Run(new ProcessRequest("/bin/sh", "-ec", script) { WorkingDirectory = directory.Path }.WithVariable("HOME", directory.Path)).ExpectExit();
        return directory.At("repository.git");
    }
}
