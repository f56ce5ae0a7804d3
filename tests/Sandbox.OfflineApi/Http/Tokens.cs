namespace Sandbox.OfflineApi.Http;

/// <summary>A token count good enough for a client that only displays and adds it.</summary>
public static class Tokens
{
    private const int CharactersPerToken = 4;

    /// <summary>At least 1.</summary>
    public static int Estimate(string text) => Math.Max(1, text.Length / CharactersPerToken);
}
