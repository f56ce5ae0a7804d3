namespace Sandbox.Testing.Tests;

/// <summary>Verified files that nobody asks for any more.</summary>
public sealed class SnapshotLedgerTests : IDisposable
{
    private readonly TempDirectory directory = TempDirectory.Create();
    private readonly SnapshotLedger ledger = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Only_files_that_no_test_asked_for_dangle()
    {
        _ = directory.WriteFile("used.verified.txt", "x");
        _ = directory.WriteFile("deep/forgotten.verified.nix", "x");
        _ = directory.WriteFile("bin/Debug/copied.verified.txt", "x");
        ledger.Record(new SnapshotFile(directory.Path, "used", "txt"), "x");

        Assert.Equal(["deep/forgotten.verified.nix"], ledger.FindDangling(directory.Path));
    }

    [Fact]
    public void Two_texts_cannot_claim_one_file()
    {
        SnapshotFile file = new(directory.Path, "shared", "txt");
        ledger.Record(file, "one");
        ledger.Record(file, "one");

        _ = Assert.Throws<TestFailureException>(() => ledger.Record(file, "two"));
    }
}
