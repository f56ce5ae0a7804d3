using Sandbox.Core.Policy;

namespace Sandbox.Core.Tests.Fakes;

/// <summary>A policy as a user writes it, so that tests read like command lines.</summary>
internal static class Words
{
    public static SandboxPolicy Apply(SandboxPolicy policy, params IReadOnlyList<string> words)
    {
        for (int i = 0; i < words.Count; i += 2)
        {
            policy = Apply(policy, words[i], words[i + 1]);
        }

        return policy;
    }

    private static SandboxPolicy Apply(SandboxPolicy policy, string option, string value) => option switch
    {
        "--ro" => policy with { Paths = [.. policy.Paths, new PathGrant(value, false)] },
        "--rw" => policy with { Paths = [.. policy.Paths, new PathGrant(value, true)] },
        "--env" when value.Contains('=', StringComparison.Ordinal) =>
            policy with { Environment = [.. policy.Environment, new EnvironmentGrant(value.Split('=')[0], value[(value.IndexOf('=', StringComparison.Ordinal) + 1)..])] },
        "--env" => policy with { Environment = [.. policy.Environment, new EnvironmentGrant(value, null)] },
        "--forward" => policy with { Forwards = [.. policy.Forwards, value] },
        "--allow-write" => policy with { WritableProtectedNames = [.. policy.WritableProtectedNames, value] },
        "--network" => policy with { Network = value switch { "none" => NetworkMode.None, "allowlist" => NetworkMode.AllowList, _ => NetworkMode.Host } },
        "DIR" => policy with { ProjectDirectory = value },
        _ => throw new ArgumentException($"unknown option {option}", nameof(option)),
    };
}
