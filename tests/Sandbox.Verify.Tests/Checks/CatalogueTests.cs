using System.Globalization;
using System.Text.RegularExpressions;
using Sandbox.Verify.Checks;

namespace Sandbox.Verify.Tests.Checks;

public sealed partial class CatalogueTests
{
    [Fact]
    public void There_are_enough_checks_each_with_a_name_of_its_own_and_a_title()
    {
        IReadOnlyList<CheckName> names = Battery.Names;
        Assert.True(names.Count(static n => !n.Id.StartsWith("OK-", StringComparison.Ordinal)) >= 60, $"{names.Count}");
        Assert.Equal(names.Count, names.Select(static n => n.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(names.Count, names.Select(static n => n.Title).Distinct(StringComparer.Ordinal).Count());
        Assert.All(names, static n => Assert.Matches(Name(), n.Id));
        Assert.All(names, static n => Assert.False(n.Title.EndsWith('.') || n.Id.Length > 19, n.Id));
    }

    [Fact]
    public void Every_group_of_the_catalogue_is_tried()
    {
        string[] groups = [.. Battery.Names.Select(static n => n.Id.Split('-')[0]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Assert.Equal(["CR", "DN", "DV", "FS", "GW", "LR", "NW", "OK", "PR"], groups);
    }

    [Theory]
    [InlineData("PR-15.net", "PR-15.net", true)]
    [InlineData("PR-15.net", "PR-15", true)]
    [InlineData("PR-15.net", "pr-15", true)]
    [InlineData("PR-15.net", "PR-1", false)]
    [InlineData("PR-15.net", "PR-15.n", false)]
    [InlineData("PR-15.net", "", false)]
    public void A_check_is_meant_by_its_name_or_its_first_part(string id, string word, bool meant) => Assert.Equal(meant, Battery.IsMeant(id, word));

    // The names of ioctl and socket stand for the call that takes the request or family.
    [FactWithin(30)]
    public void The_numbers_of_the_calls_are_the_headers() =>
        CCompiler.Check("#include <sys/syscall.h>\n" + string.Concat(
            CallChecks.All.OfType<RefusalCheck>().SelectMany(static c => c.Calls).Select(static c => c.Split(' ')).DistinctBy(static w => w[0])
                .Select(static w => string.Create(CultureInfo.InvariantCulture, $"#ifdef __NR_{w[0]}\n_Static_assert(__NR_{w[0]} == {w[1]}, \"{w[0]}\");\n#endif\n"))));

    [GeneratedRegex("^[A-Z]{2}-[0-9]{2}\\.[a-z0-9]+$")]
    private static partial Regex Name();
}
