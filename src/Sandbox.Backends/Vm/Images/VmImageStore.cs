using System.Globalization;
using System.Security.Cryptography;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;

namespace Sandbox.Backends.Vm.Images;

/// <summary>The images below <c>$XDG_DATA_HOME/claude-sandbox/images/vm</c>, a directory each, named by the kernel's release.</summary>
/// <param name="root">That directory; it need not exist.</param>
public sealed class VmImageStore(string root)
{
    /// <summary>Begins the name of what is not complete.</summary>
    internal const string StagingPrefix = ".staging-";

    public string Root => root;

    public static VmImageStore In(string dataDirectory) => new(Paths.Join(dataDirectory, "images/vm"));

    /// <summary>All of them, the newest kernel last.</summary>
    public IReadOnlyList<VmImage> All()
    {
        if (!Directory.Exists(root))
        {
            return [];
        }

        return
        [
            .. Directory.EnumerateDirectories(root).Select(static d => new VmImage(d, Path.GetFileName(d)))
                .Where(static i => !i.Release.StartsWith('.') && File.Exists(i.Directory + "/" + VmImage.SumsName))
                .OrderBy(static i => Sortable(i.Release), StringComparer.Ordinal),
        ];
    }

    /// <summary>The newest, if its files are as long as they were made.</summary>
    /// <exception cref="SandboxException">CS311: there is none, or it cannot be used.</exception>
    public VmImage Newest()
    {
        IReadOnlyList<VmImage> all = All();
        VmImage image = all.Count > 0 ? all[^1] : throw new SandboxException(ErrorCode.VmImage, $"there is no kernel for virtual machines in {PrintableText.Escape(root)}: run `claude-sandbox image build vm`");
        foreach ((string name, long length, _) in Sums(image))
        {
            FileInfo file = new(image.Directory + "/" + name);
            if (!file.Exists || file.Length != length)
            {
                throw Damaged(image, name);
            }
        }

        return image;
    }

    /// <summary>Reads all of an image and compares.</summary>
    /// <exception cref="SandboxException">CS311: it is damaged.</exception>
    public static void Verify(VmImage image)
    {
        foreach ((string name, _, string hash) in Sums(image))
        {
            try
            {
                using FileStream stream = File.OpenRead(image.Directory + "/" + name);
                if (!string.Equals(Convert.ToHexStringLower(SHA256.HashData(stream)), hash, StringComparison.Ordinal))
                {
                    throw Damaged(image, name);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw Damaged(image, name);
            }
        }
    }

    /// <summary>What <see cref="Newest"/> and <see cref="Verify"/> compare with.</summary>
    internal static string Describe(string directory, IEnumerable<string> names)
    {
        return string.Concat(names.Select(name =>
        {
            using FileStream stream = File.OpenRead(directory + "/" + name);
            return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(SHA256.HashData(stream))} {stream.Length} {name}\n");
        }));
    }

    private static List<(string Name, long Length, string Hash)> Sums(VmImage image)
    {
        try
        {
            List<(string, long, string)> sums = [];
            foreach (string line in File.ReadAllLines(image.Directory + "/" + VmImage.SumsName))
            {
                string[] words = line.Split(' ');
                sums.Add((words[2], long.Parse(words[1], CultureInfo.InvariantCulture), words[0]));
            }

            bool complete = sums.Exists(static s => s.Item1 == VmImage.KernelName) && sums.Exists(static s => s.Item1 == VmImage.ModulesName);
            return complete ? sums : throw Damaged(image, VmImage.SumsName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            throw Damaged(image, VmImage.SumsName);
        }
    }

    private static SandboxException Damaged(VmImage image, string name) => new(
        ErrorCode.VmImage, $"the kernel for virtual machines is damaged or cannot be read: {PrintableText.Escape(image.Directory)}/{name}: remove that directory and run `claude-sandbox image build vm`");

    // Numbers of one length compare as text.
    private static string Sortable(string release) =>
        string.Concat(release.Split('.', '-').Select(static part => int.TryParse(part, CultureInfo.InvariantCulture, out int number) ? number.ToString("d8", CultureInfo.InvariantCulture) + "." : part + "."));
}
