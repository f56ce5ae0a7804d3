using Sandbox.Core.Diagnostics;
using Sandbox.Core.Forwards;
using Sandbox.Core.Hosts;

namespace Sandbox.Core.Planning;

/// <summary>
/// What <c>--desktop</c> adds: one display, and the graphics card and sound where there are any. Where the host has both kinds of
/// display it is Wayland's, on which windows do not see each other.
/// </summary>
internal static class Desktop
{
    private const string Wayland = "wayland";
    private const string X11 = "x11";

    public static bool Wants(PlanContext context, Forward forward) =>
        forward.Desktop && forward.Name switch
        {
            Wayland => Has(context, forward),
            X11 => !context.Forwards.Any(f => f.Name == Wayland) && Has(context, forward),
            _ => true,
        };

    public static void CheckDisplay(PlanContext context)
    {
        if (!context.Forwards.Any(f => f.Name is Wayland or X11))
        {
            string display = Shown(context, "DISPLAY");
            string wayland = Shown(context, "WAYLAND_DISPLAY");
            context.Findings.Add(ErrorCode.Forward, $"--desktop: no display was found ({wayland}, {display}): start it from a desktop session, or set DISPLAY or WAYLAND_DISPLAY to one that runs");
        }
    }

    private static bool Has(PlanContext context, Forward forward) =>
        ForwardPath.Find(forward.Sources[0], context.Facts) is { } path && context.Files.Follow(path).Kind == PathKind.Socket;

    private static string Shown(PlanContext context, string name) =>
        context.Facts.Variable(name) is { } value ? $"{name} is {PrintableText.Escape(value)}" : $"{name} is not set";
}
