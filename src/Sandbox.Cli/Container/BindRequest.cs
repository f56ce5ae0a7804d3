using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Policy;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Container;

/// <summary>A host path for a container that runs, checked by the rules of --ro and --rw.</summary>
/// <param name="Project">Canonical project directory.</param>
/// <param name="Source">Canonical host path.</param>
/// <param name="Target">Absolute path inside.</param>
/// <param name="Writable">As --rw.</param>
internal sealed record BindRequest(string Project, string Source, string Target, bool Writable)
{
    // The sandbox's own, which a mount would hide or break.
    private static readonly string[] Own = ["/proc", "/dev", "/sys", "/etc"];

    /// <exception cref="SandboxException">One of the three paths cannot be used.</exception>
    public static BindRequest Of(string directory, string path, string? inside, bool writable, HostFacts facts)
    {
        string project = ProjectDirectory.Resolve(directory, facts).Path;
        facts = facts with { ProjectStateDirectory = ProjectState.PathOf(CanonicalPath.Of(facts.Files, XdgDirectories.State(facts)), project) };
        PathGrant grant = new(path, writable);
        SandboxPolicy policy = new() { ProjectDirectory = directory, Network = NetworkMode.None, Credentials = CredentialMode.None };
        string source = CanonicalPath.Of(facts.Files, Paths.Anchor(path, facts.WorkingDirectory, facts.Home));

        // What a plan with it refuses is refused.
        _ = Planner.Plan(policy with { Paths = [grant] }, facts, new RunShell(null));
        string target = inside is null ? source : Paths.Absolute(inside, "/", "/");
        if (inside is not null && (!inside.StartsWith('/') || target == "/" || Own.Any(o => Paths.IsWithin(target, o)) || Paths.IsWithin(target, project)))
        {
            throw new SandboxException(ErrorCode.HostPath, $"{PrintableText.Escape(inside)}: nothing can be put there inside: name an absolute path outside of {string.Join(", ", Own)} and the project");
        }

        return new BindRequest(project, source, target, writable);
    }
}
