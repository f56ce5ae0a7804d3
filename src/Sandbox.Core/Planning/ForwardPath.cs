using Sandbox.Core.Forwards;
using Sandbox.Core.Hosts;

namespace Sandbox.Core.Planning;

/// <summary>Where a forward's source is on this host.</summary>
internal static class ForwardPath
{
    private const string Runtime = "XDG_RUNTIME_DIR";
    private const string RuntimePrefix = "$" + Runtime + "/";
    private const string UrlPrefix = "unix://";

    /// <summary>An absolute path, or null when a variable it depends on is unset or unusable.</summary>
    public static string? Find(ForwardSource source, HostFacts facts) => source.Kind switch
    {
        ForwardSourceKind.Path => Paths.Absolute(source.Name, "/", facts.Home),
        ForwardSourceKind.Variable => AbsoluteOnly(facts.Variable(source.Name)) ?? Fallback(source, facts),
        ForwardSourceKind.RuntimeVariable => Below(facts, facts.Variable(source.Name)),
        ForwardSourceKind.RuntimePath => InRuntime(facts, source.Name),
        ForwardSourceKind.X11Display => X11Number(facts.Variable(source.Name)) is { } number ? "/tmp/.X11-unix/X" + number : null,
        ForwardSourceKind.BusAddress => facts.Variable(source.Name) is { } address ? AbsoluteOnly(BusAddress.Path(address, out _)) : InRuntime(facts, "bus"),
        ForwardSourceKind.UnixUrl => facts.Variable(source.Name) is { } url ? Url(url) : Fallback(source, facts),
        _ => null,
    };

    /// <summary>Why <see cref="Find"/> answers null.</summary>
    public static string WhyNot(ForwardSource source, HostFacts facts)
    {
        if (source.Kind == ForwardSourceKind.RuntimePath)
        {
            return NoRuntime;
        }

        if (facts.Variable(source.Name) is not { } value)
        {
            return source.Kind == ForwardSourceKind.BusAddress ? $"{source.Name} is not set, and {NoRuntime}" : $"{source.Name} is not set";
        }

        string shown = $"{source.Name} is {PrintableText.Escape(value)}";
        return source.Kind switch
        {
            ForwardSourceKind.X11Display => $"{shown}, which names no display",
            ForwardSourceKind.RuntimeVariable when IsName(value) => NoRuntime,
            ForwardSourceKind.RuntimeVariable => $"{shown}, which is neither a name nor an absolute path",
            ForwardSourceKind.BusAddress when BusAddress.Path(value, out string problem) is null => $"{shown}, {problem}",
            ForwardSourceKind.UnixUrl => $"{shown}, which is not {UrlPrefix} and an absolute path",
            _ => $"{shown}, which is not an absolute path",
        };
    }

    /// <summary>The host's own path, but for what programs look for below XDG_RUNTIME_DIR, which is another inside.</summary>
    public static string Target(ForwardSource source, PlanContext context, string path)
    {
        if (source.Target is { } target)
        {
            return target.StartsWith(RuntimePrefix, StringComparison.Ordinal) ? Paths.Join(context.RuntimeDirectory, target[RuntimePrefix.Length..]) : target;
        }

        return source.Kind switch
        {
            ForwardSourceKind.RuntimePath => Paths.Join(context.RuntimeDirectory, source.Name),
            ForwardSourceKind.RuntimeVariable when context.Facts.Variable(source.Name) is { } name && IsName(name) => Paths.Join(context.RuntimeDirectory, name),
            _ => context.Place(path),
        };
    }

    /// <summary>"host:10.0" and ":10" are display 10; null when it is none.</summary>
    public static string? X11Number(string? display)
    {
        int colon = display?.LastIndexOf(':') ?? -1;
        if (colon < 0)
        {
            return null;
        }

        string number = display![(colon + 1)..].Split('.')[0];
        return number.Length is > 0 and <= 5 && number.All(char.IsAsciiDigit) ? number : null;
    }

    private static string NoRuntime => $"{Runtime} is not set to an absolute path";

    private static string? AbsoluteOnly(string? path) =>
        path is not null && path.StartsWith('/') ? Paths.Absolute(path, "/", "/") : null;

    private static string? Fallback(ForwardSource source, HostFacts facts) =>
        source.Fallback is { } path && facts.Variable(source.Name) is null ? Paths.Absolute(path, "/", facts.Home) : null;

    private static string? Below(HostFacts facts, string? name) =>
        name is null || name.StartsWith('/') ? AbsoluteOnly(name) : IsName(name) ? InRuntime(facts, name) : null;

    private static string? InRuntime(HostFacts facts, string name) =>
        AbsoluteOnly(facts.Variable(Runtime)) is { } directory ? Paths.Join(directory, name) : null;

    private static string? Url(string url) => url.StartsWith(UrlPrefix, StringComparison.Ordinal) ? AbsoluteOnly(url[UrlPrefix.Length..]) : null;

    private static bool IsName(string text) => !text.Contains('/', StringComparison.Ordinal) && text is not ("." or "..");
}
