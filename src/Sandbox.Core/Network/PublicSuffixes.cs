namespace Sandbox.Core.Network;

/// <summary>
/// Names below which anybody can register: a wildcard there is no grant to one owner. A top-level domain, and the second-level ones that
/// registries of countries sell below (co.uk, com.au). Names that a hosting company gives its customers are not known here.
/// </summary>
internal static class PublicSuffixes
{
    private static readonly HashSet<string> SecondLevel = new(StringComparer.Ordinal)
    {
        "ac", "asn", "biz", "co", "com", "ed", "edu", "firm", "gen", "go", "gob", "gouv", "gov", "govt", "gv", "id", "ind", "inf", "info", "ltd", "me", "mil",
        "name", "ne", "net", "nhs", "nic", "nom", "or", "org", "plc", "pro", "sch", "school", "web",
    };

    public static bool Is(HostName name)
    {
        string[] labels = name.ToString().Split('.');
        return labels.Length == 1 || (labels.Length == 2 && labels[1].Length == 2 && SecondLevel.Contains(labels[0]));
    }
}
