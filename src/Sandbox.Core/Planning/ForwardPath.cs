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

    private static string? AbsoluteOnly(string? path) =>
        path is not null && path.StartsWith('/') ? Paths.Absolute(path, "/", "/") : null;

    private static string? Runtime(HostFacts facts, string? name)
    {
        if (name is null || name.StartsWith('/'))
        {
            return AbsoluteOnly(name);
        }

        string? directory = AbsoluteOnly(facts.Variable("XDG_RUNTIME_DIR"));
        return directory is null || name.Contains('/', StringComparison.Ordinal) ? null : Paths.Join(directory, name);
    }

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
