namespace Sandbox.Backends;

/// <summary>A path of the host that a plan needs, with all below it.</summary>
/// <param name="Path">Absolute, without symbolic links.</param>
/// <param name="Writable">Something at or below it is writable inside.</param>
/// <param name="AllowDevices">Something at or below it is a device that works inside.</param>
/// <param name="Optional">It may have gone since planning.</param>
public sealed record PlanSource(string Path, bool Writable, bool AllowDevices, bool Optional);
