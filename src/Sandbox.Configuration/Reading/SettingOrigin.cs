namespace Sandbox.Configuration.Reading;

/// <summary>Who said something.</summary>
/// <param name="Layer">Which source.</param>
/// <param name="Place">In words: "/etc/claude-sandbox/config.json:4", "CLAUDE_SANDBOX_ALLOW", "--allow", "default".</param>
public sealed record SettingOrigin(SettingLayer Layer, string Place)
{
    /// <summary>Nobody said anything.</summary>
    public static SettingOrigin Default { get; } = new(SettingLayer.Default, "default");
}
