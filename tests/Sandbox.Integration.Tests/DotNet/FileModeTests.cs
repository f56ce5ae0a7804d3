namespace Sandbox.Integration.Tests;

/// <summary>DN-10: nobody else may read or write what the launcher keeps, whatever the caller's umask is.</summary>
public sealed class FileModeTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Files_and_directories_of_the_launcher_are_the_users_alone_even_under_umask_zero(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);

        // What git inside works on is as git makes it; the directory above is the user's alone.
        string find = $"find {workspace.StateHome}/claude-sandbox -path '*/git/private/*' -prune -o -path '*/git/private' -prune -o -printf '%m %y %p\\n'";
        string launch = $"umask 000; {workspace.Program} exec -q . -- sh -c 'echo ready; until [ -e .git/objects/go ]; do sleep 0.02; done'";
        using LiveProcess process = ProcessRun.Start(workspace.Request("/bin/sh", "-c", launch));
        process.WaitForOutput("ready");
        string[] during = workspace.Outside(find).ExpectExit().OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _ = workspace.Write(workspace.At("project", ".git", "objects", "go"), string.Empty);
        _ = process.WaitForExit().ExpectExit();

        Assert.Contains(during, static l => l.EndsWith(".placeholders", StringComparison.Ordinal));
        Assert.All(during, static l => Assert.StartsWith(l.Split(' ')[1] == "d" ? "700 " : "600 ", l, StringComparison.Ordinal));

        // The control: what other programs make under this umask is open to all.
        Assert.Equal("666\n", workspace.Outside("umask 000; : > made; stat -c %a made").OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_compiled_plan_is_its_owners_alone_and_the_executor_takes_no_other(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string plan = workspace.At("plan.bin");
        string compile = $"umask 000; {workspace.Program} plan --compile {plan} --network none --allow-write all . -- /bin/sh -c 'echo ran'";
        string run = $"{workspace.At("bin", "claude-sandbox-exec")} {plan}";

        _ = workspace.Outside(compile).ExpectExit();
        Assert.Equal("600\n", workspace.Outside($"stat -c %a {plan}").OutputText);
        Assert.Equal("ran\n", workspace.Outside(run).ExpectExit().OutputText);

        Assert.Equal(125, workspace.Outside($"chmod 620 {plan}; {run}").ExitCode);
        Assert.Equal(125, workspace.Outside($"chmod 602 {plan}; {run}").ExitCode);
        Assert.Equal(125, workspace.Outside($"chmod 600 {plan}; ln -s {plan} {plan}.link; {workspace.At("bin", "claude-sandbox-exec")} {plan}.link").ExitCode);
    }

    [FactWithin(60)]
    public void A_plan_for_another_machine_or_version_or_with_too_long_a_filter_is_refused()
    {
        using Workspace workspace = Workspace.Create(Identity.Available[0]);
        string plan = workspace.At("plan.bin");
        _ = workspace.Outside($"{workspace.Program} plan --compile {plan} --network none --allow-write all . -- /bin/sh -c 'echo ran'").ExpectExit();
        byte[] good = File.ReadAllBytes(plan);

        // Magic, version, architecture, build, length, number of filter instructions: see PlanFormat.cs.
        foreach ((int offset, uint value) in new (int, uint)[] { (0, 1), (8, 99), (12, 0xC00000B7), (16, 1), (24, 1), (28, 1), (76, 5000) })
        {
            byte[] bad = [.. good];
            BitConverter.TryWriteBytes(bad.AsSpan(offset), value);
            File.WriteAllBytes(plan, bad);
            Assert.Equal(125, workspace.Outside($"{workspace.At("bin", "claude-sandbox-exec")} {plan}").ExitCode);
        }

        File.WriteAllBytes(plan, good);
        Assert.Equal("ran\n", workspace.Outside($"{workspace.At("bin", "claude-sandbox-exec")} {plan}").OutputText);
    }
}
