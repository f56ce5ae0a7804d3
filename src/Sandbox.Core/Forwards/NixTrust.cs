using System.Globalization;
using System.Text;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;

namespace Sandbox.Core.Forwards;

/// <summary>
/// Whether the Nix daemon takes the user for a trusted one, who may have it run anything as root: then its socket is root on this machine. Read from
/// the daemon's configuration as the daemon reads it (nix.conf(5): trusted-users, extra-trusted-users, include). What its own environment and root's
/// configuration add is not seen.
/// </summary>
internal static class NixTrust
{
    private const string Configuration = "/etc/nix/nix.conf";
    private const string Groups = "/etc/group";
    private const string Users = "/etc/passwd";
    private const int FileLimit = 1024 * 1024;
    private const int DatabaseLimit = 16 * 1024 * 1024;
    private const int DeepestInclude = 16;

    /// <summary>Why the socket must stay outside, with what to do; null when the user is certainly not a trusted one.</summary>
    public static string? WhyNot(HostFacts facts)
    {
        if (facts.Uid == 0)
        {
            return "you are root, whom the Nix daemon trusts: whoever reaches it then is root on this machine: run this as an ordinary user";
        }

        List<string> trusted = [];
        if (Read(facts, Configuration, trusted, 0, required: false) is { } unread)
        {
            return $"whether the Nix daemon trusts you cannot be known, {unread}: have it made readable";
        }

        foreach (string entry in trusted.Distinct(StringComparer.Ordinal))
        {
            if (Matches(facts, entry) is not { } matches)
            {
                return $"whether the Nix daemon trusts you cannot be known, its trusted-users name {PrintableText.Escape(entry)} and /etc/passwd or /etc/group does not: have that taken out of trusted-users";
            }

            if (matches)
            {
                return $"you are a trusted user of the Nix daemon ({PrintableText.Escape(entry)} in trusted-users of {Configuration}): whoever reaches it then is root on this machine: have yourself taken out of trusted-users";
            }
        }

        return null;
    }

    /// <summary>Later lines win, as for the daemon. Answers what cannot be read, or null.</summary>
    private static string? Read(HostFacts facts, string path, List<string> trusted, int depth, bool required)
    {
        PathFacts file = facts.Files.Follow(path);
        if (file.Kind == PathKind.Missing && !required)
        {
            return null;
        }

        if (depth > DeepestInclude || facts.Files.Read(path, FileLimit) is not { } contents)
        {
            return $"{PrintableText.Escape(path)} cannot be read";
        }

        foreach (string line in Encoding.UTF8.GetString(contents).Split('\n'))
        {
            string[] words = line.Split('#')[0].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words is ["include" or "!include", { } other, ..])
            {
                if (Read(facts, Paths.Absolute(other, Paths.Parent(path), facts.Home), trusted, depth + 1, words[0] == "include") is { } unread)
                {
                    return unread;
                }
            }
            else if (words is ["trusted-users", "=", .. var names])
            {
                trusted.Clear();
                trusted.AddRange(names);
            }
            else if (words is ["extra-trusted-users", "=", .. var more])
            {
                trusted.AddRange(more);
            }
        }

        return null;
    }

    /// <summary>Null when there is no telling.</summary>
    private static bool? Matches(HostFacts facts, string entry)
    {
        string id = facts.Uid.ToString(CultureInfo.InvariantCulture);
        if (entry is "*" || entry == facts.UserName || entry == id)
        {
            return true;
        }

        bool isGroup = entry.StartsWith('@');
        string name = isGroup ? entry[1..] : entry;
        if (!isGroup && (name == "root" || Line(facts, Users, name) is not null))
        {
            return false;
        }

        if (!isGroup)
        {
            // Who is only in a directory service is called something else here than there.
            return Name(facts, id) is null ? null : false;
        }

        return name == facts.GroupName ? true
            : Line(facts, Groups, name) is not [_, _, _, { } members, ..] ? null
            : Name(facts, id) is null ? null
            : members.Split(',').Contains(facts.UserName, StringComparer.Ordinal);
    }

    private static string? Name(HostFacts facts, string id) => Lines(facts, Users).FirstOrDefault(f => f.Length > 2 && f[2] == id)?[0];

    private static string[]? Line(HostFacts facts, string path, string name) => Lines(facts, path).FirstOrDefault(f => f[0] == name);

    private static IEnumerable<string[]> Lines(HostFacts facts, string path) =>
        Encoding.UTF8.GetString(facts.Files.Read(path, DatabaseLimit) ?? []).Split('\n').Select(static l => l.Split(':'));
}
