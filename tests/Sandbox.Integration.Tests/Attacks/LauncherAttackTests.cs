using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>FS-27, DN-16: the user's own directories and the launcher's threads.</summary>
public sealed class LauncherAttackTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_program_planted_in_the_home_directory_s_PATH_does_not_reach_the_host(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Plant = "mkdir -p ~/.local/bin ~/.cargo/bin && echo PWN > ~/.local/bin/ls && echo PWN > ~/.cargo/bin/cargo && cat ~/.local/bin/ls";
        string planted = Path.Combine(workspace.Home, ".local", "bin", "ls");
        Assert.Contains("PWN", workspace.Inside(Plant).ExpectExit().OutputText, StringComparison.Ordinal);
        Assert.False(File.Exists(planted));
        _ = workspace.Outside(Plant).ExpectExit();
        Assert.True(File.Exists(planted));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void No_thread_of_the_launcher_carries_the_payload_s_restrictions(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        using LiveProcess live = workspace.StartInside("echo ready; sleep 30");
        LiveSandbox sandbox = LiveSandbox.Of(live);
        string[] threads = Directory.GetDirectories($"/proc/{sandbox.Launcher.ToString(CultureInfo.InvariantCulture)}/task");
        Assert.NotEmpty(threads);
        Assert.All(threads, t => Assert.Contains("Seccomp:\t0\n", File.ReadAllText(Path.Combine(t, "status")), StringComparison.Ordinal));
        Assert.Contains("Seccomp:\t2\n", File.ReadAllText($"/proc/{sandbox.Payload.ToString(CultureInfo.InvariantCulture)}/status"), StringComparison.Ordinal);
    }
}
