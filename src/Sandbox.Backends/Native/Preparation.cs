using Sandbox.Linux.Files;

namespace Sandbox.Backends.Native;

/// <summary>A program that makes the namespaces in the executor's place.</summary>
/// <param name="Name">As the user knows it ("bwrap").</param>
/// <param name="Messages">Takes its standard error; the payload's goes where it always goes.</param>
public sealed record Preparation(string Name, Descriptor Messages);
