namespace Sandbox.Integration.Tests.Machine;

/// <summary>Everything that a machine cannot be made with is one line, the documented code, and nothing left behind.</summary>
public sealed class MachineInputTests
{
    [FactWithin(60)]
    public void Without_a_kernel_the_line_says_how_to_get_one() =>
        Refuses("CS311", "image build vm", static w => w.Environment["XDG_DATA_HOME"] = w.At("empty"));

    [FactWithin(120)]
    public void A_kernel_that_was_cut_short_is_not_started() =>
        Refuses("CS311", "damaged", static w =>
        {
            string from = Directory.EnumerateDirectories(Path.Combine(VmImages.DataHome, "claude-sandbox", "images", "vm")).Single();
            string to = w.Directory(w.At("data", "claude-sandbox", "images", "vm", Path.GetFileName(from)));
            foreach (string file in Directory.EnumerateFiles(from).Where(static f => !f.EndsWith("vmlinux", StringComparison.Ordinal)))
            {
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
            }

            File.WriteAllText(Path.Combine(to, "vmlinux"), "short");
            w.Environment["XDG_DATA_HOME"] = w.At("data");
        });

    [FactWithin(60)]
    public void A_socket_of_the_host_cannot_be_let_in() =>
        Refuses("CS306", "ssh-agent", static w =>
        {
            string socket = w.At("agent.sock");
            System.Net.Sockets.Socket listener = new(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
            listener.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(socket));
            w.Environment["SSH_AUTH_SOCK"] = socket;
        }, "--forward", "ssh-agent");

    [FactWithin(60)]
    public void An_accelerator_that_there_is_not_is_refused() =>
        Refuses("CS101", "CLAUDE_SANDBOX_VM_ACCEL", static w => w.Environment["CLAUDE_SANDBOX_VM_ACCEL"] = "warp");

    private static void Refuses(string code, string says, Action<Workspace> prepare, params string[] options)
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]).WithMachines();
        prepare(workspace);
        Census before = Census.Take(workspace.Scope);

        ProcessResult result = ProcessRun.Run(workspace.Sandbox(["exec", "-q", .. options, workspace.Project, "--", "true"])).ExpectExit(125);

        Assert.Empty(result.Output);
        string line = Assert.Single(result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains($"[{code}]", line, StringComparison.Ordinal);
        Assert.Contains(says, line, StringComparison.Ordinal);
        before.AssertRestored(TimeSpan.FromSeconds(5));
    }
}
