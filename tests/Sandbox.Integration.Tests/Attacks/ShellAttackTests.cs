namespace Sandbox.Integration.Tests;

/// <summary>Every row of <see cref="AttackTable"/>, as every identity: it works outside and not inside.</summary>
public sealed class ShellAttackTests
{
    public static TheoryData<int, string, Identity> Attacks()
    {
        TheoryData<int, string, Identity> data = [];
        for (int row = 0; row < AttackTable.Rows.Count; row++)
        {
            foreach (Identity identity in Identity.Available.Where(i => i == Identity.Root || !AttackTable.Rows[row].RootOnly))
            {
                data.Add(row, AttackTable.Rows[row].Check, identity);
            }
        }

        return data;
    }

    [TheoryWithin(60), MemberData(nameof(Attacks))]
    public void The_attack_works_outside_and_not_inside(int row, string check, Identity identity)
    {
        (string named, string attack, string? control, _) = AttackTable.Rows[row];
        Assert.Equal(check, named);
        using Workspace workspace = Workspace.Create(identity);
        string name = "sandbox-attack-" + Guid.NewGuid().ToString("N");
        string[] canaries = [Path.Combine("/dev/shm", name), Path.Combine("/tmp", name)];
        Array.ForEach(canaries, static c => File.WriteAllText(c, "CANARY\n"));
        try
        {
            workspace.Environment["CANARY_VARIABLE"] = "1";
            _ = workspace.Probe();

            ProcessResult inside = workspace.Inside(Fill(attack, workspace, name));
            Assert.DoesNotContain("REACHED", inside.OutputText, StringComparison.Ordinal);
            Assert.DoesNotContain("claude-sandbox:", inside.ErrorText, StringComparison.Ordinal);

            ProcessResult outside = workspace.Outside(Fill(control ?? attack, workspace, name));
            Assert.Contains("REACHED", outside.OutputText, StringComparison.Ordinal);
        }
        finally
        {
            Array.ForEach(canaries, File.Delete);
        }
    }

    private static string Fill(string script, Workspace workspace, string name) =>
        script.Replace("{0}", workspace.Root, StringComparison.Ordinal).Replace("{1}", name, StringComparison.Ordinal);
}
