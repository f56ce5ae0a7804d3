namespace Sandbox.Bench.Network;

/// <summary>A way from a client to the server.</summary>
/// <param name="Name">As it appears in the report.</param>
/// <param name="Executable">Absolute path.</param>
/// <param name="Arguments">After argv[0].</param>
/// <param name="Environment">NAME=VALUE; nothing else is inherited.</param>
internal sealed record Way(string Name, string Executable, IReadOnlyList<string> Arguments, IReadOnlyList<string> Environment)
{
    public const string Direct = "no sandbox";
    public const string Capture = "claude-sandbox, by name (capture)";
    public const string Proxy = "claude-sandbox, explicit proxy";
    public const string Runtime = "srt, explicit proxy";
}
