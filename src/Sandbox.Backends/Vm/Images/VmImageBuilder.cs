using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;

namespace Sandbox.Backends.Vm.Images;

/// <summary>
/// Makes an image from Debian's kernel package: downloaded by apt, which checks the signatures of its lists and the package's hash by them.
/// Nothing is installed and no root is needed. Killed at any moment it leaves at most a staging directory, which the next build removes.
/// </summary>
/// <param name="store">Where it goes.</param>
/// <param name="runner">Runs apt, dpkg and the like.</param>
/// <param name="resolver">Finds them.</param>
/// <param name="environment">For them.</param>
/// <param name="progress">Told what is being done.</param>
public sealed class VmImageBuilder(VmImageStore store, ICommandRunner runner, ExecutableResolver resolver, IReadOnlyDictionary<string, string> environment, Action<string> progress)
{
    /// <summary>What depends on the newest kernel that has all drivers; the one for clouds has no 9p.</summary>
    private const string MetaPackage = "linux-image-amd64";
    private const int MostKernel = 512 * 1024 * 1024;
    private const int DiskFull = 28;

    private static readonly Dictionary<string, string> Packages = new(StringComparer.Ordinal)
    {
        ["apt-get"] = "apt",
        ["apt-cache"] = "apt",
        ["dpkg-deb"] = "dpkg",
        ["xz"] = "xz-utils",
        ["zstd"] = "zstd",
        ["lz4"] = "lz4",
        ["gzip"] = "gzip",
    };

    /// <param name="package">A kernel package that is there already; null to download the newest.</param>
    /// <param name="cancellationToken">Leaves nothing.</param>
    /// <exception cref="SandboxException">CS311: it cannot be made, and nothing of it is left.</exception>
    public async Task<VmImage> BuildAsync(string? package, CancellationToken cancellationToken)
    {
        string staging = store.Root + "/" + VmImageStore.StagingPrefix + Guid.NewGuid().ToString("N");
        try
        {
            Directory.CreateDirectory(store.Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            using FileLock? held = FileLock.Take(store.Root + "/.lock", wait: false) ??
                throw Failed("another one is being made: wait for it to end");
            Sweep();
            Directory.CreateDirectory(staging, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            string archive = package ?? await DownloadAsync(staging, cancellationToken);
            progress($"unpacking {PrintableText.Escape(Path.GetFileName(archive))}");
            string tree = staging + "/tree";
            await RunAsync("dpkg-deb", ["-x", archive, tree], staging, CommandOutput.Capture(), cancellationToken);
            VmImage image = await MakeAsync(tree, staging + "/image", cancellationToken);
            string final = store.Root + "/" + image.Release;
            DeleteTree(final);
            Directory.Move(image.Directory, final);
            return image with { Directory = final };
        }
        catch (InvalidDataException e)
        {
            throw Failed(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CommandStartException)
        {
            throw Failed((e.HResult & 0xFFFF) == DiskFull ? $"no space left in {PrintableText.Escape(store.Root)}: make room, or set XDG_DATA_HOME" : PrintableText.Escape(e.Message));
        }
        finally
        {
            DeleteTree(staging);
        }
    }

    private async Task<string> DownloadAsync(string staging, CancellationToken cancellationToken)
    {
        CommandResult shown = await RunAsync("apt-cache", ["show", "--no-all-versions", MetaPackage], staging, CommandOutput.Capture(), cancellationToken);
        string name = shown.OutputText.Split('\n').Where(static l => l.StartsWith("Depends:", StringComparison.Ordinal))
            .SelectMany(static l => l["Depends:".Length..].Split(',', StringSplitOptions.TrimEntries)).Select(static d => d.Split(' ')[0])
            .FirstOrDefault(static d => d.StartsWith("linux-image-", StringComparison.Ordinal)) ?? throw Failed($"apt does not know {MetaPackage}: run `apt-get update`, or give a package with --package");
        progress($"downloading {PrintableText.Escape(name)} with apt");

        // Its own user may not enter our directory; what it downloads is checked either way.
        await RunAsync("apt-get", ["-q", "-o", "APT::Sandbox::User=root", "download", name], staging, CommandOutput.Capture(), cancellationToken);
        return Directory.EnumerateFiles(staging, "*.deb").SingleOrDefault() ?? throw Failed("apt brought no package");
    }

    private async Task<VmImage> MakeAsync(string tree, string directory, CancellationToken cancellationToken)
    {
        string kernel = Directory.EnumerateFiles(tree + "/boot", "vmlinuz-*").SingleOrDefault() ?? throw Failed("the package has no kernel: give one of Debian's linux-image packages");
        string release = Path.GetFileName(kernel)["vmlinuz-".Length..];
        if (release.Length is 0 or > 100 || !release.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+' or '_' or '~'))
        {
            throw Failed("the package's kernel has no release for a name");
        }

        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        progress("unpacking the kernel");
        (ReadOnlyMemory<byte> payload, string tool) = KernelImage.Payload(await File.ReadAllBytesAsync(kernel, cancellationToken));
        await File.WriteAllBytesAsync(directory + "/" + VmImage.KernelName, await UnpackAsync(tool, payload, tree, cancellationToken), cancellationToken);
        string[] files = Directory.GetFiles(tree + "/lib/modules/" + release, "*.ko*", SearchOption.AllDirectories);
        Dictionary<string, byte[]> modules = new(StringComparer.Ordinal);
        IReadOnlyList<(string Name, byte[] Contents)> ordered = KernelModules.Ordered(name => modules.TryGetValue(name, out byte[]? known) ? known : modules[name] = Module(files, name, tree, cancellationToken)!);
        Cpio archive = new();
        archive.Directory("modules");
        for (int i = 0; i < ordered.Count; i++)
        {
            archive.File(FormattableString.Invariant($"modules/{i:d2}"), ordered[i].Contents, executable: false);
        }

        await File.WriteAllBytesAsync(directory + "/" + VmImage.ModulesName, archive.Finish(), cancellationToken);
        string sums = VmImageStore.Describe(directory, [VmImage.KernelName, VmImage.ModulesName]);
        await File.WriteAllTextAsync(directory + "/" + VmImage.SumsName, sums, cancellationToken);
        return new VmImage(directory, release);
    }

    // modprobe takes - and _ for the same.
    private byte[]? Module(string[] files, string name, string tree, CancellationToken cancellationToken)
    {
        foreach (string file in files)
        {
            string[] parts = Path.GetFileName(file).Split('.');
            if (string.Equals(parts[0].Replace('-', '_'), name.Replace('-', '_'), StringComparison.Ordinal))
            {
                byte[] bytes = File.ReadAllBytes(file);
                return parts[^1] switch
                {
                    "xz" => UnpackAsync("xz", bytes, tree, cancellationToken).GetAwaiter().GetResult(),
                    "zst" => UnpackAsync("zstd", bytes, tree, cancellationToken).GetAwaiter().GetResult(),
                    _ => bytes,
                };
            }
        }

        return null;
    }

    private async Task<byte[]> UnpackAsync(string tool, ReadOnlyMemory<byte> packed, string directory, CancellationToken cancellationToken)
    {
        // A kernel's data may be followed by padding and its length, which the tools complain about after they have written everything.
        CommandResult result = await runner.RunAsync(Spec(tool, ["-dc"], directory, CommandOutput.Capture(MostKernel)) with { Input = CommandInput.FromBytes(packed) }, cancellationToken);
        return result.StandardOutput.Length > 0 && !result.Truncated ? result.StandardOutput.ToArray() : throw Failed($"{tool} could not unpack the kernel: {Line(result)}");
    }

    private async Task<CommandResult> RunAsync(string tool, IReadOnlyList<string> arguments, string directory, CommandOutput output, CancellationToken cancellationToken)
    {
        CommandResult result = await runner.RunAsync(Spec(tool, arguments, directory, output), cancellationToken);
        return result.Succeeded ? result : throw Failed($"{tool} failed: {Line(result)}");
    }

    private CommandSpec Spec(string tool, IReadOnlyList<string> arguments, string directory, CommandOutput output) => new()
    {
        Executable = resolver.Find(tool) ?? throw Failed($"{tool} is missing: install the package {Packages[tool]}"),
        Arguments = arguments,
        Environment = environment,
        WorkingDirectory = directory,
        StandardOutput = output,
    };

    private void Sweep()
    {
        foreach (string left in Directory.EnumerateDirectories(store.Root, VmImageStore.StagingPrefix + "*"))
        {
            DeleteTree(left);
        }
    }

    // Private to the user and never visible inside a sandbox: nobody can put a link in the place of a directory meanwhile.
    private static void DeleteTree(string directory)
    {
        if (!Directory.Exists(directory))
        {
            return;
        }

        foreach (FileSystemInfo entry in new DirectoryInfo(directory).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo && entry.LinkTarget is null)
            {
                DeleteTree(entry.FullName);
            }
            else
            {
                File.Delete(entry.FullName);
            }
        }

        Directory.Delete(directory);
    }

    private static string Line(CommandResult result) =>
        PrintableText.Escape(result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? FormattableString.Invariant($"exit code {result.ExitCode}"));

    private static SandboxException Failed(string why) => new(ErrorCode.VmImage, $"cannot make the kernel for virtual machines: {why}");
}
