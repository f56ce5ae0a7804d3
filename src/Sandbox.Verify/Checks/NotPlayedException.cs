namespace Sandbox.Verify.Checks;

/// <summary>What an attack needs did not come about; the message says what.</summary>
internal sealed class NotPlayedException(string message) : Exception(message);
