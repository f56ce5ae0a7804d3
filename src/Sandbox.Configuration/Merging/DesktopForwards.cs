using Sandbox.Configuration.Catalogue;
using Sandbox.Configuration.Reading;
using Sandbox.Core.Forwards;

namespace Sandbox.Configuration.Merging;

/// <summary>
/// <c>desktop</c> is short for several forwards, and which of them it lets in depends on the host. Whoever bounds forwards bounds it too: it stays
/// only where all of them may be there.
/// </summary>
internal static class DesktopForwards
{
    /// <summary>Whether windows are asked for and this list of forwards does not let all of them in that come along.</summary>
    public static bool AreBeyond(EffectiveSettings wanted, GivenSetting? forwards) =>
        forwards is not null && wanted.Is(SettingCatalogue.Desktop, "true") &&
        ForwardCatalog.All.Any(f => f.Desktop && !forwards.Entries.Any(e => string.Equals(e.Word, f.Name, StringComparison.Ordinal)));
}
