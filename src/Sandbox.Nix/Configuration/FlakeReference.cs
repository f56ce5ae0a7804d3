using System.Text.RegularExpressions;

namespace Sandbox.Nix.Configuration;

/// <summary>Where a flake comes from, of the few forms that name one place and no program. Which version it is, flake.lock says.</summary>
internal static partial class FlakeReference
{
    public const string Forms = "flake:NAME, github:OWNER/REPOSITORY[/REF], gitlab:OWNER/REPOSITORY[/REF], git+https://HOST/PATH or path:/DIRECTORY";

    public static bool IsKnown(string reference) => !reference.Contains("..", StringComparison.Ordinal) && Known().IsMatch(reference);

    [GeneratedRegex(@"\A(flake:[a-z][a-z0-9-]*|git(hub|lab):[A-Za-z0-9_][A-Za-z0-9_.-]*/[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_./-]*)?|git\+https://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?(/[A-Za-z0-9_.~-]+)+|path:(/[A-Za-z0-9_.~@+-]+)+)\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Known();
}
