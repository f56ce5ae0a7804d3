namespace Sandbox.Nix.Files;

/// <summary>A file to write.</summary>
/// <param name="Path">Below the output directory, with slashes; of our own choosing.</param>
/// <param name="Text">All of it, the marker in front; LF, to be written as UTF-8 without a byte order mark.</param>
public sealed record GeneratedFile(string Path, string Text);
