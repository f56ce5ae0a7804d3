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
        "--backend" => policy with { Backend = Enum.Parse<BackendKind>(value, ignoreCase: true) },
        "--ro" => policy with { Paths = [.. policy.Paths, new PathGrant(value, false)] },
        "--rw" => policy with { Paths = [.. policy.Paths, new PathGrant(value, true)] },
        "--env" when value.Contains('=', StringComparison.Ordinal) =>
            policy with { Environment = [.. policy.Environment, new EnvironmentGrant(value.Split('=')[0], value[(value.IndexOf('=', StringComparison.Ordinal) + 1)..])] },
        "--env" => policy with { Environment = [.. policy.Environment, new EnvironmentGrant(value, null)] },
        "--forward" => policy with { Forwards = [.. policy.Forwards, value] },
        "--allow-write" => policy with { WritableProtectedNames = [.. policy.WritableProtectedNames, value] },
        "--network" => policy with
        {
            Network = value switch { "none" => NetworkMode.None, "host" => NetworkMode.Host, _ => NetworkMode.AllowList },
            Credentials = value == "allowlist" ? policy.Credentials : CredentialMode.None,
        },
        "--allow" => policy with { Egress = policy.Egress with { Allow = [.. policy.Egress.Allow, value] } },
        "--deny" => policy with { Egress = policy.Egress with { Deny = [.. policy.Egress.Deny, value] } },
        "--preset" => policy with { Egress = policy.Egress with { Presets = [value] } },
        "--publish" => policy with { Egress = policy.Egress with { Publish = [.. policy.Egress.Publish, value] } },
        "--credentials" => policy with { Credentials = Enum.Parse<CredentialMode>(value, ignoreCase: true) },
        "--memory" => policy with { Limits = policy.Limits with { Memory = value } },
        "--cpus" => policy with { Limits = policy.Limits with { Cpus = value } },
        "--pids" => policy with { Limits = policy.Limits with { Processes = value } },
        "--tmp-size" => policy with { Limits = policy.Limits with { TmpSize = value } },
        "--require-limits" => policy with { Limits = policy.Limits with { Required = value == "yes" } },
        "DIR" => policy with { ProjectDirectory = value },
        _ => throw new ArgumentException($"unknown option {option}", nameof(option)),
    };
}
