namespace Sandbox.Linux.Tests.Support;

/// <summary>Compares text with a file beside the test. <c>SNAPSHOT_ACCEPT=1</c> makes the text the new truth.</summary>
internal static class Snapshot
{
    /// <summary>Compares with <c>tests/Sandbox.Linux.Tests/{name}</c>, whose name ends in <c>.verified.ext</c>.</summary>
    internal static void Match(string name, string actual)
    {
        var verified = Path.Combine(Repository.Root, "tests", "Sandbox.Linux.Tests", name);
        var received = verified.Replace(".verified.", ".received.", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("SNAPSHOT_ACCEPT") == "1")
        {
            File.WriteAllText(verified, actual);
        }

        if (File.Exists(verified) && string.Equals(File.ReadAllText(verified), actual, StringComparison.Ordinal))
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        Assert.Fail($"{name} differs; compare it with {received}, accept with SNAPSHOT_ACCEPT=1");
    }
}
