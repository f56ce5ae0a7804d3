namespace Sandbox.Integration.Tests.Machine;

/// <summary>The kernel for virtual machines, made once from Debian's package and kept between runs; every identity may read it.</summary>
public static class VmImages
{
    private static readonly TimeSpan DownloadTime = TimeSpan.FromMinutes(10);
    private static readonly Lazy<string> LazyData = new(Make);

    /// <summary>XDG_DATA_HOME with nothing but the image in it.</summary>
    public static string DataHome => LazyData.Value;

    /// <summary>A workspace whose sandboxes can be machines. They are emulated: the test host's own virtualisation runs no kernel.</summary>
    public static Workspace WithMachines(this Workspace workspace)
    {
        // An emulated machine takes five seconds of a processor to start, which a busy host has to find.
        workspace.TimeLimit = TimeSpan.FromSeconds(200);
        string source = Directory.EnumerateDirectories(Path.Combine(DataHome, "claude-sandbox", "images", "vm")).Single();
        string own = workspace.Directory(Path.Combine(workspace.Home, ".local", "share", "claude-sandbox", "images", "vm", Path.GetFileName(source)));
        foreach (string file in Directory.EnumerateFiles(source))
        {
            Installation.Share(file, Path.Combine(own, Path.GetFileName(file)));
        }

        workspace.Environment["CLAUDE_SANDBOX_BACKEND"] = "vm";
        workspace.Environment["CLAUDE_SANDBOX_VM_ACCEL"] = "tcg";
        workspace.Environment["CLAUDE_SANDBOX_MEMORY"] = "1g";
        return workspace;
    }

    private static string Make()
    {
        Dictionary<string, string> environment = new(ProcessRequest.MinimalEnvironment, StringComparer.Ordinal)
        {
            ["HOME"] = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? string.Empty,
            ["XDG_DATA_HOME"] = Installation.DataHome,
        };
        string program = Path.Combine(Installation.Directory, "claude-sandbox");
        ProcessRequest request = new(program, ["image", "list"]) { Environment = environment, TimeLimit = DownloadTime };
        string listed = ProcessRun.Run(request).ExpectExit().OutputText;
        if (listed.Length == 0)
        {
            _ = ProcessRun.Run(request with { Arguments = ["image", "build", "vm"] }).ExpectExit();
            listed = ProcessRun.Run(request).ExpectExit().OutputText;
        }

        string image = listed.TrimEnd('\n').Split('\n')[^1].Split('\t')[2];
        string shared = Path.Combine(Installation.Directory, "data");
        string directory = Path.Combine(shared, "claude-sandbox", "images", "vm", Path.GetFileName(image));
        _ = Directory.CreateDirectory(directory);
        foreach (string file in Directory.EnumerateFiles(image))
        {
            string copy = Path.Combine(directory, Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, (UnixFileMode)0b110_100_100);
        }

        return shared;
    }
}
