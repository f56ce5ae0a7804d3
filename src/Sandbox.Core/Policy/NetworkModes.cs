namespace Sandbox.Core.Policy;

/// <summary>How the modes are written, after --network and in JSON.</summary>
public static class NetworkModes
{
    public static string Word(this NetworkMode mode) => mode switch
    {
        NetworkMode.None => "none",
        NetworkMode.AllowList => "allowlist",
        NetworkMode.Host => "host",
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };
}
