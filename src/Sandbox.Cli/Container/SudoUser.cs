using System.Globalization;
using Sandbox.Cli.Hosting;
using Sandbox.Core.Diagnostics;
using Sandbox.Core.Planning;
using Sandbox.Linux.Users;

namespace Sandbox.Cli.Container;

/// <summary>Who called sudo. Its variables are believed only as far as the user database agrees (N81, G15).</summary>
internal static class SudoUser
{
    public const string UidVariable = "SUDO_UID";
    public const string NameVariable = "SUDO_USER";

    /// <summary>sudo has a PATH of its own; where tools and the agent are looked for is the caller's.</summary>
    public const string PathVariable = "CLAUDE_SANDBOX_CALLER_PATH";

    /// <summary>The user behind the two variables.</summary>
    /// <param name="uid">Value of SUDO_UID.</param>
    /// <param name="name">Value of SUDO_USER, or null.</param>
    /// <param name="find">The user database.</param>
    /// <exception cref="SandboxException">CS307: there is no such user, or the name is another one's.</exception>
    public static PasswordEntry Of(string uid, string? name, Func<uint, PasswordEntry?> find)
    {
        if (!uint.TryParse(uid, NumberStyles.None, CultureInfo.InvariantCulture, out uint number))
        {
            throw Refused($"{UidVariable} is {PrintableText.Escape(uid)}, which is no user id");
        }

        PasswordEntry user = find(number) ?? throw Refused($"{UidVariable} is {number}, and the user database has nobody with that id");
        return name is null || string.Equals(name, user.Name, StringComparison.Ordinal)
            ? user
            : throw Refused($"{NameVariable} is {PrintableText.Escape(name)}, but {UidVariable} {number} belongs to {user.Name}");
    }

    /// <summary>What that user's environment would be: root's home and names go, and so does what sudo says about itself.</summary>
    /// <param name="environment">As sudo made it.</param>
    /// <param name="user">Who called it.</param>
    /// <param name="ownerOf">Owner of a directory, null where there is none.</param>
    public static Dictionary<string, string> Environment(IReadOnlyDictionary<string, string> environment, PasswordEntry user, Func<string, uint?> ownerOf)
    {
        Dictionary<string, string> result = new(StringComparer.Ordinal);
        foreach ((string name, string value) in environment)
        {
            if (!name.StartsWith("SUDO_", StringComparison.Ordinal) && name is not ("MAIL" or PathVariable))
            {
                result[name] = value;
            }
        }

        result["HOME"] = user.Home;
        result["USER"] = result["LOGNAME"] = user.Name;
        result["SHELL"] = user.Shell;
        if (environment.TryGetValue(PathVariable, out string? path))
        {
            result["PATH"] = path;
        }

        string runtime = string.Create(CultureInfo.InvariantCulture, $"/run/user/{user.Uid}");
        if (ownerOf(result.GetValueOrDefault("XDG_RUNTIME_DIR", string.Empty)) != user.Uid)
        {
            result.Remove("XDG_RUNTIME_DIR");
            if (ownerOf(runtime) == user.Uid)
            {
                result["XDG_RUNTIME_DIR"] = runtime;
            }
        }

        return result;
    }

    private static SandboxException Refused(string why) =>
        new(ErrorCode.Escalation, $"{why}: call it as `sudo {CalledName.Container}` from that user's own session, or unset {UidVariable} to run it as root for root");
}
