namespace Sandbox.Credentials;

/// <summary>The file in which the agent keeps its login.</summary>
public interface ILoginFile
{
    /// <summary>Its path, for messages.</summary>
    string Path { get; }

    /// <summary>Its bytes; null when it does not exist.</summary>
    /// <exception cref="Sandbox.Core.Diagnostics.SandboxException">CS401: it exists but cannot be read.</exception>
    byte[]? Read();
}
