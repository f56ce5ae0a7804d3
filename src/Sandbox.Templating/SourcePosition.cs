namespace Sandbox.Templating;

/// <summary>A place in a template.</summary>
/// <param name="File">The template's name.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 units.</param>
public sealed record SourcePosition(string File, int Line, int Column);
