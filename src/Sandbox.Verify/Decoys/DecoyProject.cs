namespace Sandbox.Verify.Decoys;

/// <summary>A git project: two directories that editors obey are there, all other such names are absent.</summary>
internal static class DecoyProject
{
    private const UnixFileMode Executable = (UnixFileMode)0b111_101_101;

    /// <summary>Present and protected.</summary>
    public const string Present = ".idea";

    /// <summary>Another.</summary>
    public const string Pinned = ".zed";

    /// <summary>Programs that a launcher of sandboxes may call.</summary>
    private static readonly string[] Names =
        ["git", "bwrap", "newuidmap", "newgidmap", "pasta", "slirp4netns", "ip", "nft", "mount", "umount", "systemd-nspawn", "systemd-run", "qemu-system-x86_64", "tmux", "ssh", "id", "uname", "env", "claude"];

    public static void Write(Scene scene, string probe)
    {
        _ = Scene.Write(Path.Combine(scene.Project, "file"), "contents\n");
        _ = Scene.Write(Path.Combine(scene.Project, Present, "workspace.xml"), "<project/>\n");
        _ = Scene.Write(Path.Combine(scene.Project, Pinned, "settings.json"), "{}\n");
        File.Copy(probe, scene.Probe);
        File.SetUnixFileMode(scene.Probe, Executable);
        Git(Path.Combine(scene.Project, ".git"));
        foreach (string name in Names)
        {
            string tool = Scene.Write(Path.Combine(scene.Tools, name), $"#!/bin/sh\n: > '{scene.Pwned}'\n");
            File.SetUnixFileMode(tool, Executable);
        }
    }

    // By hand: there may be no git on this machine, and a repository is not much.
    private static void Git(string directory)
    {
        foreach (string name in new[] { "hooks", "info", "objects/info", "objects/pack", "refs/heads", "refs/tags" })
        {
            _ = Directory.CreateDirectory(Path.Combine(directory, name));
        }

        File.WriteAllText(Path.Combine(directory, "HEAD"), "ref: refs/heads/main\n");
        File.WriteAllText(Path.Combine(directory, "config"), "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\tlogallrefupdates = true\n");
        File.WriteAllText(Path.Combine(directory, "description"), "verify\n");
    }
}
