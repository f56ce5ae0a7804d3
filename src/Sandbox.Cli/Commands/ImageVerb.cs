using System.CommandLine;
using Sandbox.Backends.Vm.Images;
using Sandbox.Cli.CommandLine;
using Sandbox.Cli.Hosting;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Linux.Processes;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Commands;

/// <summary><c>claude-sandbox image build|list vm</c>: what backends with a kernel or root of their own start from.</summary>
internal static class ImageVerb
{
    private const string Vm = "vm";

    public static Verb Create(CliHost host)
    {
        Verb command = new(Verbs.Image, "make what a virtual machine starts from, or list it")
        {
            Usage = ["claude-sandbox image build vm [--package FILE]", "claude-sandbox image list [vm]"],
        };
        command.Subcommands.Add(Build(host));
        command.Subcommands.Add(List(host));
        command.SetAction(Missing);
        return command;
    }

    private static int Missing(ParseResult parsed) =>
        throw new SandboxException(ErrorCode.Usage, "image needs a verb: image build vm, or image list");

    private static Verb Build(CliHost host)
    {
        Verb command = new("build", "make the kernel for --backend vm from Debian's package")
        {
            Usage = ["claude-sandbox image build vm [--package FILE]"],
            Notes =
            [
                "Downloads linux-image-amd64 by apt, without installing it and without root, and keeps its kernel and the few modules that a machine needs in " +
                "$XDG_DATA_HOME/claude-sandbox/images/vm. The file tree of the machine is the sandbox's own, so there is no disk image. Prints the directory.",
            ],
            Examples =
            [
                ("claude-sandbox image build vm", "then: claude-sandbox --backend vm"),
                ("claude-sandbox image build vm --package linux-image-6.1.0-31-amd64_6.1.128-1_amd64.deb", "from a package that is there already"),
            ],
        };
        Argument<string> kind = Kind();
        Option<string> package = SandboxOptions.One("--package", "FILE", "a kernel package of Debian's, in place of the newest that apt knows");
        command.Arguments.Add(kind);
        command.Options.Add(package);
        command.SetAction(parsed =>
        {
            Check(parsed.GetValue(kind));
            HostFacts facts = host.Facts;
            string? file = parsed.GetValue(package) is { } given ? Path.GetFullPath(given, facts.WorkingDirectory) : null;
            if (file is not null && !File.Exists(file))
            {
                throw new SandboxException(ErrorCode.VmImage, $"no such package: {Core.Planning.PrintableText.Escape(file)}: name a linux-image package, or leave --package out");
            }

            VmImageBuilder builder = new(
                VmImageStore.In(XdgDirectories.Data(facts)), new CommandRunner(TimeProvider.System), new ExecutableResolver(facts.Variable("PATH"), [], new HostFileProbe()),
                Surroundings(facts), line => host.Error.WriteLine($"claude-sandbox: {line}"));
            VmImage image = builder.BuildAsync(file, CancellationToken.None).GetAwaiter().GetResult();
            host.Out.WriteLine(image.Directory);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Verb List(CliHost host)
    {
        Verb command = new("list", "the kernels for --backend vm, the one in use last; each is read and compared with its checksum")
        {
            Usage = ["claude-sandbox image list [vm]"],
        };
        Argument<string> kind = Kind();
        command.Arguments.Add(kind);
        command.SetAction(parsed =>
        {
            Check(parsed.GetValue(kind));
            foreach (VmImage image in VmImageStore.In(XdgDirectories.Data(host.Facts)).All())
            {
                VmImageStore.Verify(image);
                host.Out.WriteLine($"{Vm}\t{image.Release}\t{image.Directory}");
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static Argument<string> Kind() => new("KIND") { Description = "vm", Arity = ArgumentArity.ZeroOrOne, DefaultValueFactory = static _ => Vm };

    private static void Check(string? kind)
    {
        if (!string.Equals(kind, Vm, StringComparison.Ordinal))
        {
            throw new SandboxException(ErrorCode.Usage, $"image {Core.Planning.PrintableText.Escape(kind ?? string.Empty)}: there are images for vm only");
        }
    }

    /// <summary>What apt needs of the caller's environment: proxies, and tools on PATH.</summary>
    private static Dictionary<string, string> Surroundings(HostFacts facts)
    {
        Dictionary<string, string> all = new(StringComparer.Ordinal) { ["LC_ALL"] = "C.UTF-8", ["DEBIAN_FRONTEND"] = "noninteractive" };
        foreach (string name in (string[])["PATH", "HOME", "TMPDIR", "http_proxy", "https_proxy", "no_proxy", "APT_CONFIG"])
        {
            if (facts.Variable(name) is { } value)
            {
                all[name] = value;
            }
        }

        return all;
    }
}
