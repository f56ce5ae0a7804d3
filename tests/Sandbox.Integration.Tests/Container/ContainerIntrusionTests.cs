using System.Globalization;
using Xunit.Abstractions;

namespace Sandbox.Integration.Tests;

/// <summary>CL-27: what root does for a user, and somebody wants it to do for them.</summary>
public sealed class ContainerIntrusionTests(ITestOutputHelper output)
{
    private const int Fewest = 10;
    private const int Most = 80;
    private const uint FirstPrivateId = 0x80000;

    // The user exchanges a directory above what is shared for one in which its name leads to where only root may go.
    [FactWithin(240)]
    public void A_granted_path_that_the_user_exchanges_never_shows_what_only_root_may_read()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string secret = Directory.CreateDirectory(workspace.At("roots", "own")).FullName;
        File.WriteAllText(Path.Combine(secret, "file"), workspace.Decoys.Tag);
        File.SetUnixFileMode(workspace.At("roots"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _ = workspace.Write(workspace.At("top", "w", "file"), "plain\n");
        _ = workspace.Link(workspace.At("evil", "w"), secret);
        string grant = workspace.At("top", "w");
        string prober = workspace.At("prober");
        File.Copy(ProbeProgram.Path, prober);
        using LiveProcess swapper = ProcessRun.Start(workspace.Request(prober, "exchange", workspace.At("top"), workspace.At("evil"), "60000") with { TimeLimit = TimeSpan.FromMinutes(4) });
        swapper.WaitForOutput("ready");

        // The control: root that opens by name reads it within moments.
        _ = ProcessRun.Run("/bin/sh", "-c", $"while :; do case $(cat {grant}/file) in *{workspace.Decoys.Tag}*) exit 0;; esac; done").ExpectExit();

        (int ran, int refused, int hits, int attempts) = (0, 0, 0, 0);
        while (attempts < Fewest || (attempts < Most && (ran == 0 || refused == 0 || hits == 0)))
        {
            attempts++;
            ProcessResult result = ProcessRun.Run(workspace.InContainer($"cat {grant}/file; echo ran", "--network", "none", "--ro", grant));
            Assert.DoesNotContain(workspace.Decoys.Tag, result.OutputText + result.ErrorText, StringComparison.Ordinal);
            Assert.True(result.ExitCode is 0 or 125, result.ToString());
            ran += result.ExitCode == 0 ? 1 : 0;
            bool late = result.ErrorText.Contains("[CS301]", StringComparison.Ordinal);
            hits += late ? 1 : 0;
            refused += result.ExitCode == 125 && !late ? 1 : 0;
        }

        swapper.Send(Signal.Term);
        _ = swapper.WaitForExit();
        output.WriteLine($"{attempts} attempts: {ran} ran, {refused} refused by the check, {hits} by root");
        Assert.True(ran > 0 && refused > 0 && hits > 0, $"inconclusive: {ran} ran, {refused} were refused by the check and {hits} by root");
    }

    // Somebody's container of the same name runs, which ours neither meets nor ends.
    [FactWithin(60)]
    public void A_foreign_container_of_the_same_name_is_neither_met_nor_ended()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string root = workspace.Directory(workspace.At("foreign"));
        foreach (string name in new[] { "bin", "lib", "lib64" })
        {
            _ = File.CreateSymbolicLink(Path.Combine(root, name), "usr/" + name);
        }

        _ = Directory.CreateDirectory(Path.Combine(root, "usr"));

        // In a /run of their own, both: what another test does there is another matter.
        const string Beside = """
            real=$1; root=$2; shift 2
            mount -t tmpfs none /run || exit 99
            foreign() { "$real" --quiet --settings=no --register=no --keep-unit --console=pipe --machine=theirs --directory="$root" --bind-ro=/usr /bin/sh -c "$1"; }
            foreign 'echo up; exec sleep 600' > "$root/../said" 2>&1 &
            id=$!
            while ! grep -q up "$root/../said"; do kill -0 $id || exit 98; sleep 0.05; done
            foreign true 2>/dev/null && echo no clash
            before=$(ls -R /run/systemd)
            "$@" || exit 97
            kill -0 $id && echo alive
            [ "$before" = "$(ls -R /run/systemd)" ] && echo untouched
            kill $id; wait $id
            """;
        ProcessRequest ours = NspawnStandIn.With(workspace, NspawnStandIn.Changing("--machine=*", "--machine=theirs"), workspace.InContainer("echo ran"));

        ProcessResult result = ProcessRun.Run(workspace.InNamespace(Beside, [TestHost.Require(Capability.Nspawn), root], ours));

        // The control: a second one of theirs is refused ("no clash" is not said).
        Assert.Equal("ran\nalive\nuntouched\n", result.OutputText);
    }

    [FactWithin(60)]
    public void However_it_ends_nothing_on_the_disk_belongs_to_nobody_and_nobody_else_can_ask_for_it_by_name()
    {
        using Workspace workspace = Workspace.Create(Identity.User);
        string shared = workspace.Directory(workspace.At("shared"));
        using LiveProcess process = ProcessRun.Start(workspace.InContainer(
            $"mkdir {shared}/made; echo x > {shared}/made/file; mkdir made; echo ready; while :; do echo x > made/$((i=i+1)); done", "--rw", shared));
        process.WaitForOutput("ready");
        LiveSandbox sandbox = LiveSandbox.Of(process);
        Assert.True(Owner(sandbox.Payload) >= FirstPrivateId, "the payload runs as somebody");
        Assert.False(Directory.Exists("/run/systemd/machines") && Directory.EnumerateFileSystemEntries("/run/systemd/machines").Any(static f => f.Contains("claude-sandbox", StringComparison.Ordinal)));

        LiveSandbox.Kill(sandbox.Monitor);
        _ = process.WaitForExit();
        Eventually.Holds(() => !ProcessState.Alive(sandbox.Payload), "the payload has ended");

        Assert.Equal(string.Empty, Shifted(workspace));
        Assert.Equal(["file"], Directory.EnumerateFiles(Path.Combine(shared, "made")).Select(Path.GetFileName));

        // The control: the search sees such an owner.
        string left = Directory.CreateDirectory(Path.Combine(shared, "left")).FullName;
        _ = ProcessRun.Run("/bin/chown", "600000", left).ExpectExit();
        Assert.Equal(left + "\n", Shifted(workspace));
    }

    private static string Shifted(Workspace workspace) =>
        ProcessRun.Run("/usr/bin/find", workspace.Root, "/var/lib/machines", "/var/tmp", "-uid", (FirstPrivateId - 1).ToString("'+'0", CultureInfo.InvariantCulture)).OutputText;

    private static uint Owner(int process) =>
        uint.Parse(File.ReadLines($"/proc/{process}/status").Single(static l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2], CultureInfo.InvariantCulture);
}
