using System.Text;
using Sandbox.Core.Hosts;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;

namespace Sandbox.Core.Planning;

/// <summary>A small /etc: what programs need to find libraries, names and certificates, and no more of the host's.</summary>
internal static class EtcTree
{
    private const int Limit = 1024 * 1024;
    private const uint WorldReadable = 4;

    // Of /etc/ssl and /etc/pki only what is public: private keys lie beside it, and uid 0 could read them.
    private static readonly string[] Directories =
    [
        "alternatives", "ca-certificates", "chromium", "chromium.d", "dotnet", "fonts", "ImageMagick-6", "ImageMagick-7", "ld.so.conf.d",
        "mercurial", "perl", "pki/ca-trust", "pki/java", "pki/tls/certs", "profile.d", "python3", "python3.11", "python3.12", "python3.13", "R", "ssl/certs", "static", "terminfo", "vim", "xml", "zoneinfo",
    ];

    private static readonly string[] Files =
    [
        "bash.bashrc", "bindresvport.blacklist", "debian_version", "gai.conf", "host.conf", "inputrc", "ld.so.cache", "ld.so.conf",
        "locale.alias", "locale.conf", "localtime", "lsb-release", "magic", "mime.types", "nanorc", "networks", "os-release", "pki/tls/cert.pem", "pki/tls/openssl.cnf", "profile",
        "protocols", "rpc", "services", "shells", "ssl/cert.pem", "ssl/openssl.cnf", "timezone",
    ];

    public static void Add(PlanContext context)
    {
        foreach (string name in Directories.Concat(Java(context)))
        {
            Share(context, "/etc/" + name, PathKind.Directory);
        }

        foreach (string name in Files)
        {
            Share(context, "/etc/" + name, PathKind.File);
        }

        Users(context);
        Network(context);
    }

    // Debian's Java reads its settings from a directory named after its version.
    private static IEnumerable<string> Java(PlanContext context) =>
        context.Files.List(Outside(context, "/etc")).Where(n => n.StartsWith("java", StringComparison.Ordinal));

    private static void Share(PlanContext context, string path, PathKind wanted)
    {
        string outside = Outside(context, path);
        PathFacts facts = context.Files.Look(outside);
        if (facts.Kind == PathKind.Symlink && Paths.Absolute(facts.LinkTarget!, "/etc", "/").StartsWith("/usr/", StringComparison.Ordinal))
        {
            context.Mounts.Add(new SymlinkEntry { Target = path, LinkTarget = facts.LinkTarget!, Reason = "etc" });
            return;
        }

        PathFacts followed = context.Files.Follow(outside);
        if (followed.Kind == wanted && IsOfSystem(context, followed.Canonical) && followed.Canonical is not null && (followed.Mode & WorldReadable) != 0)
        {
            context.Mounts.Add(new BindMount { Target = path, Source = followed.Canonical, IsFile = wanted == PathKind.File, Optional = true, Reason = "etc" });
        }
    }

    private static string Outside(PlanContext context, string path) => (context.NixosSystem ?? context.SystemPrefix) + path;

    // An absolute link in another system's /etc would lead to this machine's.
    private static bool IsOfSystem(PlanContext context, string? path) =>
        path is not null && (context.NixosSystem is not null ? Paths.IsWithin(path, "/nix/store") : context.SystemPrefix.Length == 0 || Paths.IsWithin(path, context.SystemPrefix));

    private static void Users(PlanContext context)
    {
        HostFacts facts = context.Facts;
        StringBuilder passwd = new();
        StringBuilder group = new();
        if (facts.Uid != 0)
        {
            passwd.Append("root:x:0:0:root:/nonexistent:/usr/sbin/nologin\n");
        }

        if (facts.Gid != 0)
        {
            group.Append("root:x:0:\n");
        }

        passwd.Append(System.Globalization.CultureInfo.InvariantCulture, $"{facts.UserName}:x:{facts.Uid}:{facts.Gid}::{PasswdField(facts.Home)}:{CommandLine.Shell(context)}\n");
        passwd.Append("nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n");
        group.Append(System.Globalization.CultureInfo.InvariantCulture, $"{facts.GroupName}:x:{facts.Gid}:\n").Append("nogroup:x:65534:\n");
        Write(context, "/etc/passwd", passwd.ToString());
        Write(context, "/etc/group", group.ToString());
        Write(context, "/etc/nsswitch.conf", "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nservices: files\nprotocols: files\n");
    }

    // A colon or line break would begin another field or another user. HOME still says where it is.
    private static string PasswdField(string home) => home.Any(c => c == ':' || char.IsControl(c)) ? "/" : home;

    private static void Network(PlanContext context)
    {
        Write(context, "/etc/hostname", Planner.Hostname + "\n");
        bool host = context.Policy.Network == NetworkMode.Host;
        byte[]? hosts = host ? context.Files.Read("/etc/hosts", Limit) : null;
        Write(context, "/etc/hosts", hosts ?? Encoding.ASCII.GetBytes($"127.0.0.1 localhost\n::1 localhost\n127.0.1.1 {Planner.Hostname}\n"));
        byte[]? resolver = host ? context.Files.Read("/etc/resolv.conf", Limit) : null;
        string own = context.Policy.Network == NetworkMode.AllowList ? $"nameserver {CapturePlan.NameServer}\noptions timeout:5 attempts:1\n" : string.Empty;
        Write(context, "/etc/resolv.conf", resolver ?? Encoding.ASCII.GetBytes(own));
    }

    private static void Write(PlanContext context, string path, string text) => Write(context, path, Encoding.UTF8.GetBytes(text));

    private static void Write(PlanContext context, string path, byte[] contents) =>
        context.Mounts.Add(new FileEntry { Target = path, Contents = contents, Reason = "etc" });
}
