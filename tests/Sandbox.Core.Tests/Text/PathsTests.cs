using Sandbox.Core.Planning;

namespace Sandbox.Core.Tests.Text;

/// <summary>Path arithmetic, against a slow and obvious reference.</summary>
public sealed class PathsTests
{
    private const int Rounds = 20_000;
    private static readonly string[] Components = ["a", "ab", "a-b", "app", "app-evil", "..", ".", "", "A", " ", "ä", "\uDCFF"];

    [Fact]
    public void IsWithin_agrees_with_a_comparison_of_components()
    {
        Random random = new(20240229);
        for (int i = 0; i < Rounds; i++)
        {
            string path = Paths.Absolute(RandomPath(random), "/", "/");
            string root = random.Next(4) == 0 ? Paths.Parent(path) : Paths.Absolute(RandomPath(random), "/", "/");
            string[] p = Split(path);
            string[] r = Split(root);
            bool expected = p.Length >= r.Length && p.AsSpan(0, r.Length).SequenceEqual(r);
            Assert.True(expected == Paths.IsWithin(path, root), $"{path} in {root}: expected {expected}");
        }
    }

    [Theory]
    [InlineData("/work/app-evil", "/work/app", false)]
    [InlineData("/work/app", "/work/app-evil", false)]
    [InlineData("/work/app/x", "/work/app", true)]
    [InlineData("/work/app", "/work/app", true)]
    [InlineData("/work", "/work/app", false)]
    [InlineData("/anything", "/", true)]
    [InlineData("/", "/", true)]
    [InlineData("/", "/a", false)]
    [InlineData("/WORK/app", "/work", false)]
    public void IsWithin_compares_whole_components(string path, string root, bool within) => Assert.Equal(within, Paths.IsWithin(path, root));

    [Fact]
    public void Absolute_paths_are_normal_and_stay_what_they_are()
    {
        Random random = new(42);
        for (int i = 0; i < Rounds; i++)
        {
            string absolute = Paths.Absolute(RandomPath(random), "/cwd/here", "/home/ada");
            Assert.Equal('/', absolute[0]);
            Assert.DoesNotContain(absolute.Split('/').Skip(1), c => c is "." or ".." || (c.Length == 0 && absolute != "/"));
            Assert.Equal(absolute, Paths.Absolute(absolute, "/other", "/other"));
        }
    }

    [Theory]
    [InlineData("x", "/cwd/x")]
    [InlineData("../x", "/x")]
    [InlineData("../../../x", "/x")]
    [InlineData("~", "/home/ada")]
    [InlineData("~/x", "/home/ada/x")]
    [InlineData("~x", "/cwd/~x")]
    [InlineData("./~", "/cwd/~")]
    [InlineData("a/../~/b", "/cwd/~/b")]
    [InlineData("", "/cwd")]
    public void Absolute_knows_the_directory_and_the_home(string given, string expected) => Assert.Equal(expected, Paths.Absolute(given, "/cwd", "/home/ada"));

    [Fact]
    public void Parent_and_name_make_the_path_again()
    {
        Random random = new(7);
        for (int i = 0; i < Rounds; i++)
        {
            string path = Paths.Absolute(RandomPath(random), "/", "/");
            Assert.Equal(path, Paths.Join(Paths.Parent(path), Paths.Name(path)));
        }
    }

    [Theory]
    [InlineData("a/../b", true)]
    [InlineData("..", true)]
    [InlineData("/..", true)]
    [InlineData("a..b/...", false)]
    public void Climbing_is_a_whole_component(string path, bool climbs) => Assert.Equal(climbs, Paths.Climbs(path));

    private static string RandomPath(Random random)
    {
        IEnumerable<string> parts = Enumerable.Range(0, random.Next(1, 6)).Select(_ => Components[random.Next(Components.Length)]);
        return (random.Next(3) > 0 ? "/" : string.Empty) + string.Join('/', parts);
    }

    private static string[] Split(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
