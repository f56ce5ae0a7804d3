using System.Text;
using Sandbox.Agents;
using Sandbox.Backends.Bubblewrap;
using Sandbox.Backends.Native;
using Sandbox.Cli.Agents;
using Sandbox.Cli.Egress;
using Sandbox.Cli.Hosting;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;
using Sandbox.Credentials;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Doctor;

/// <summary>Gathers what the doctor looks at. Starts nothing but the trial, and changes nothing.</summary>
internal static class DoctorProbe
{
    private static readonly string[] Names = ["bwrap", "systemd-nspawn", "qemu-system-x86_64", "docker", "podman", "nix"];

    /// <exception cref="SandboxException">CS203, CS204, CS205: this machine or installation is beyond diagnosis.</exception>
    public static DoctorFacts Gather(CliHost host)
    {
        HostFacts facts = host.Facts;
        string state = XdgDirectories.State(facts);
        string data = XdgDirectories.Data(facts);
        (string? credential, string? problem) = Credential(facts);
        string executor = ExecutorFile.Find(host.ProgramDirectory);
        string? project = Project(facts);
        Dictionary<string, string> tools = Tools(facts, project);
        return new DoctorFacts
        {
            Release = Kernel(facts, "/proc/sys/kernel/osrelease").Trim(),
            Trial = NativeTrial.Run(_ => ExecutorCommand.Native(executor), facts),
            Host = facts,
            Overlay = Kernel(facts, "/proc/filesystems").Contains("\toverlay\n", StringComparison.Ordinal),
            Agent = Agent(facts, host),
            Credential = credential,
            CredentialProblem = problem,
            UnusableDirectories = [.. new[] { state, data }.Where(d => !IsUsable(facts.Files, d)).Select(d => $"{PrintableText.Escape(d)} cannot be made or written")],
            StateDirectory = state,
            DataDirectory = data,
            Displays = [.. Displays(facts).Where(p => facts.Files.Look(p).Kind == PathKind.Socket)],
            Kvm = HostPath.CanModify("/dev/kvm"),
            Trials = Trials(facts, tools, executor, project),
            Tools = tools,
        };
    }

    // Those that need neither root nor anything that takes seconds.
    private static Dictionary<string, string?> Trials(HostFacts facts, Dictionary<string, string> tools, string executor, string? project)
    {
        Dictionary<string, string?> said = new(StringComparer.Ordinal);
        if (tools.ContainsKey(BubblewrapCommand.Program))
        {
            said[BackendKind.Bubblewrap.Word()] = BackendSelection.Try(BackendKind.Bubblewrap, facts, executor, project)?.Message;
        }

        return said;
    }

    // What it tries it starts, and sandboxes may have written the current directory.
    private static string? Project(HostFacts facts)
    {
        try
        {
            return ProjectDirectory.Resolve(".", facts).Path;
        }
        catch (SandboxException)
        {
            return null;
        }
    }

    private static string Kernel(HostFacts facts, string path) => Encoding.ASCII.GetString(facts.Files.ReadKernel(path) ?? []);

    private static string? Agent(HostFacts facts, CliHost host)
    {
        try
        {
            AgentInstallation found = new AgentSelection(facts, host, new Messages(host.Error, quiet: true)).Locate(null);
            return PrintableText.Escape(found.Executable + (found.Version is null ? string.Empty : $" (version {found.Version})"));
        }
        catch (SandboxException)
        {
            return null;
        }
    }

    // Where it is and what it is; never what it says.
    private static (string? Kind, string? Problem) Credential(HostFacts facts)
    {
        try
        {
            return (new HostCredentials(facts).Find()?.Kind switch
            {
                CredentialKind.OAuthToken => "a login of a subscription",
                CredentialKind.ApiKey => "an API key",
                CredentialKind.AuthToken => "a gateway's token",
                _ => null,
            }, null);
        }
        catch (SandboxException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>There and writable, or nothing keeps it from being made.</summary>
    private static bool IsUsable(IHostFiles files, string directory)
    {
        string path = directory;
        while (files.Look(path).Kind == PathKind.Missing && path != "/")
        {
            path = Paths.Parent(path);
        }

        return files.Follow(path).Kind == PathKind.Directory && files.CanWrite(path);
    }

    private static IEnumerable<string> Displays(HostFacts facts)
    {
        if (facts.Variable("WAYLAND_DISPLAY") is { } wayland)
        {
            yield return Paths.Absolute(wayland, facts.Variable("XDG_RUNTIME_DIR") ?? "/", "/");
        }

        if (facts.Variable("DISPLAY") is { } display && display.StartsWith(':'))
        {
            yield return "/tmp/.X11-unix/X" + display[1..].Split('.')[0];
        }
    }

    private static Dictionary<string, string> Tools(HostFacts facts, string? project)
    {
        ExecutableResolver resolver = new(facts.Variable("PATH"), project is null ? [] : [project], new HostFileProbe());
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (string name in Names)
        {
            if (resolver.Find(name) is { } path)
            {
                found[name] = path;
            }
        }

        return found;
    }
}
