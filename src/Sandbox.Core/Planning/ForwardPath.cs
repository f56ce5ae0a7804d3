using Sandbox.Core.Forwards;
using Sandbox.Core.Hosts;

namespace Sandbox.Core.Planning;

/// <summary>Where a forward's source is on this host.</summary>
internal static class ForwardPath
{
    /// <summary>An absolute path, or null when a variable it depends on is unset or unusable.</summary>
    public static string? Find(ForwardSource source, HostFacts facts) => source.Kind switch
    {
        ForwardSourceKind.Path => Paths.Absolute(source.Name, "/", facts.Home),
        ForwardSourceKind.Variable => AbsoluteOnly(facts.Variable(source.Name)),
        ForwardSourceKind.RuntimeVariable => Runtime(facts, facts.Variable(source.Name)),
        ForwardSourceKind.X11Display => X11(facts.Variable(source.Name)),
        _ => null,
    };

    /// <summary>Why <see cref="Find"/> answers null.</summary>
    public static string WhyNot(ForwardSource source, HostFacts facts)
    {
        if (facts.Variable(source.Name) is not { } value)
        {
            return $"{source.Name} is not set";
        }

        string shown = $"{source.Name} is {PrintableText.Escape(value)}";
        return source.Kind switch
        {
            ForwardSourceKind.X11Display => $"{shown}, which names no display",
            ForwardSourceKind.RuntimeVariable when IsName(value) => "XDG_RUNTIME_DIR is not set to an absolute path",
            ForwardSourceKind.RuntimeVariable => $"{shown}, which is neither a name nor an absolute path",
            _ => $"{shown}, which is not an absolute path",
        };
    }

    /// <summary>The host's own path, but for a socket that programs look for below XDG_RUNTIME_DIR, which is another inside.</summary>
    public static string Target(ForwardSource source, PlanContext context, string path) =>
        source.Target ??
        (source.Kind == ForwardSourceKind.RuntimeVariable && context.Facts.Variable(source.Name) is { } name && IsName(name)
            ? Paths.Join(context.RuntimeDirectory, name)
            : context.Place(path));

    private static string? AbsoluteOnly(string? path) =>
        path is not null && path.StartsWith('/') ? Paths.Absolute(path, "/", "/") : null;

    private static string? Runtime(HostFacts facts, string? name)
    {
        if (name is null || name.StartsWith('/'))
        {
            return AbsoluteOnly(name);
        }

        string? directory = AbsoluteOnly(facts.Variable("XDG_RUNTIME_DIR"));
        return directory is null || !IsName(name) ? null : Paths.Join(directory, name);
    }

    private static bool IsName(string text) => !text.Contains('/', StringComparison.Ordinal) && text is not ("." or "..");

    /// <summary>"host:10.0" and ":10" are display 10; only its own socket is shared, never the directory.</summary>
    private static string? X11(string? display)
    {
        int colon = display?.LastIndexOf(':') ?? -1;
        if (colon < 0)
        {
            return null;
        }

        string number = display![(colon + 1)..].Split('.')[0];
        return number.Length is > 0 and <= 5 && number.All(char.IsAsciiDigit) ? "/tmp/.X11-unix/X" + number : null;
    }
}
