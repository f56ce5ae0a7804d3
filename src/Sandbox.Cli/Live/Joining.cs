using Sandbox.Cli.Commands;
using Sandbox.Cli.Output;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Linux.Files;
using Sandbox.Sessions.Live;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Live;

/// <summary>One sandbox a project: whoever comes second joins the first.</summary>
internal static class Joining
{
    /// <summary>The exit code of a session in the sandbox that runs already; null when none does, and the project is <paramref name="registration"/>'s.</summary>
    /// <exception cref="SandboxException">CS501 to CS507.</exception>
    public static int? JoinOrRegister(LaunchPlan plan, LaunchRequest request, HostFacts facts, Messages messages, Registration registration)
    {
        while (true)
        {
            // The owner may end between being found and being asked: then the place is free again.
            using LiveClaim claim = registration.Claim(plan.ProjectDirectory);
            if (claim.Entry is not null)
            {
                return null;
            }

            if (claim.Owner is not null && JoinClient.Run(claim.Owner, Details(plan, request, PolicyWords.Of(request.Policy, plan, facts)), facts.Files, messages) is { } code)
            {
                return code;
            }
        }
    }

    /// <summary>Joins what runs, whatever its policy is.</summary>
    /// <exception cref="SandboxException">CS505: nothing does.</exception>
    public static int Enter(LaunchPlan plan, LaunchRequest request, HostFacts facts, Messages messages)
    {
        using RunDirectory run = RunDirectory.Open(facts);
        using Descriptor? owner = LiveEntry.Connect(run, ProjectKey.Of(plan.ProjectDirectory));
        return (owner is null ? null : JoinClient.Run(owner, Details(plan, request, policy: null), facts.Files, messages)) ?? throw NotRunning(plan.ProjectDirectory);
    }

    public static SandboxException NotRunning(string project) => new(
        ErrorCode.NotRunning, $"no sandbox is running for {PrintableText.Escape(project)}: start one by `claude-sandbox {PrintableText.Escape(project)}`");

    private static JoinDetails Details(LaunchPlan plan, LaunchRequest request, IReadOnlyList<string>? policy) => new()
    {
        Project = plan.ProjectDirectory,
        Policy = policy,
        ExecutableCandidates = plan.ExecutableCandidates,
        Arguments = plan.Arguments,
        Environment = SessionEnvironment.Own(plan),
        WorkingDirectory = plan.WorkingDirectory,
        WithSecrets = request.Policy.Credentials != CredentialMode.None,
        Terminal = null,
    };
}
