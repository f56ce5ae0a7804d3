using System.Security.Cryptography;
using System.Text;
using Sandbox.Sessions.State;
using Own = Sandbox.Sessions.State.Sha256;

namespace Sandbox.Sessions.Tests;

public sealed class Sha256Tests
{
    [Fact]
    public void Our_hash_is_the_framework_s_on_a_thousand_random_inputs()
    {
        Random random = new(180);
        for (int i = 0; i < 1000; i++)
        {
            byte[] input = new byte[i < 200 ? i : random.Next(5000)];
            random.NextBytes(input);
            Assert.Equal(SHA256.HashData(input), Own.Of(input));
        }
    }

    /// <summary>From `printf '%s\n' PATH | sha256sum`.</summary>
    [Theory]
    [InlineData("/work/app", "app-46cdf2c45bae")]
    [InlineData("/home/ada/src/my project", "my-project-b376ffc2d466")]
    [InlineData("/srv/ünïcode+x", "-n-code-x-bc970c343dec")]
    [InlineData("/x/💀", "--29ad2d71115f")]
    [InlineData("/a/.hidden_1-2", ".hidden_1-2-aff418ef61f9")]
    public void A_project_s_name_is_its_base_name_and_the_hash_of_its_path(string path, string key) => Assert.Equal(key, ProjectKey.Of(path));

    [Fact]
    public void The_same_base_name_elsewhere_is_another_project() => Assert.NotEqual(ProjectKey.Of("/a/app"), ProjectKey.Of("/b/app"));

    [Fact]
    public void A_name_has_nothing_that_a_shell_or_a_file_system_minds()
    {
        string key = ProjectKey.Of("/x/ a:b,c'd\"e$f`g\\h*i?\n\t💀é");
        Assert.All(key, c => Assert.True(char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-', key));
        Assert.Equal(12, key[(key.LastIndexOf('-') + 1)..].Length);
    }

    [Fact]
    public void A_long_name_is_cut_to_what_a_file_name_takes()
    {
        string key = ProjectKey.Of("/x/" + new string('n', 255));
        Assert.Equal(255, key.Length);
        Assert.NotEqual(key, ProjectKey.Of("/y/" + new string('n', 255)));
        Assert.Equal(new string('n', 242), ProjectKey.Of("/x/" + new string('n', 242))[..^13]);
    }

    [Fact]
    public void The_hash_covers_the_bytes_of_the_path()
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes("/srv/ünïcode+x\n"));
        Assert.EndsWith(Convert.ToHexStringLower(hash)[..12], ProjectKey.Of("/srv/ünïcode+x"), StringComparison.Ordinal);
    }
}
