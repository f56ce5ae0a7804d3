using Sandbox.Guest.Link;

namespace Sandbox.Backends.Vm.Links;

/// <summary>One frame of the guest's. What it says is a stranger's word.</summary>
internal readonly record struct IncomingFrame(FrameKind Kind, int Session, int Stream, uint Value, byte[] Data);
