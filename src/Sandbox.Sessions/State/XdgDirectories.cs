using Sandbox.Core.Diagnostics;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;

namespace Sandbox.Sessions.State;

/// <summary>Where per-user data, state and configuration live (XDG base directories). Relative values are refused, as the specification says.</summary>
public static class XdgDirectories
{
    /// <exception cref="SandboxException">CS204: the variable holds a relative path.</exception>
    public static string State(HostFacts facts) => Find(facts, "XDG_STATE_HOME", ".local/state");

    /// <inheritdoc cref="State"/>
    public static string Data(HostFacts facts) => Find(facts, "XDG_DATA_HOME", ".local/share");

    /// <inheritdoc cref="State"/>
    public static string Config(HostFacts facts) => Find(facts, "XDG_CONFIG_HOME", ".config");

    private static string Find(HostFacts facts, string variable, string fallback)
    {
        string? value = facts.Variable(variable);
        if (value is null)
        {
            return Paths.Join(Paths.Join(facts.Home, fallback), "claude-sandbox");
        }

        return value.StartsWith('/')
            ? Paths.Join(Paths.Absolute(value, "/", "/"), "claude-sandbox")
            : throw new SandboxException(ErrorCode.HostEnvironment, $"{variable} is {PrintableText.Escape(value)}, which is not an absolute path: unset it or make it absolute");
    }
}
