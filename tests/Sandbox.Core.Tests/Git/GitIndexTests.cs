using System.Buffers.Binary;
using System.Text;
using Sandbox.Core.Git;

namespace Sandbox.Core.Tests.Git;

public sealed class GitIndexTests
{
    private const uint File = 0x81A4;
    private const uint Submodule = 0xE000;

    [Theory]
    [InlineData("src/a", true)]
    [InlineData(".gitignore", true)]
    [InlineData(".github/workflows/x.yml", true)]
    [InlineData("git~2", true)]
    [InlineData("a/.gitx", true)]
    [InlineData(".git", false)]
    [InlineData(".git/hooks/post-checkout", false)]
    [InlineData("sub/.GIT/config", false)]
    [InlineData(".git ", false)]
    [InlineData(".git.", false)]
    [InlineData(".git::$INDEX_ALLOCATION/x", false)]
    [InlineData(".g\u200cit/x", false)]
    [InlineData("\ufeff.git/x", false)]
    [InlineData("GIT~1/x", false)]
    [InlineData("../x", false)]
    [InlineData("a/../../x", false)]
    [InlineData("/etc/passwd", false)]
    [InlineData("a//b", false)]
    [InlineData("a/./b", false)]
    [InlineData("a/", false)]
    public void A_path_that_git_never_writes_is_refused(string path, bool safe)
    {
        Assert.Equal(safe, GitPath.IsSafe(Encoding.UTF8.GetBytes(path)));
        Assert.Equal(safe, GitIndex.Check(Make(2, (path, File)), 20, static _ => true) is null);
        Assert.Equal(safe, GitIndex.Check(Make(4, ("!", File), (path, File)), 20, static _ => true) is null);
    }

    [Fact]
    public void A_submodule_is_asked_about()
    {
        List<string> asked = [];
        string? why = GitIndex.Check(Make(3, ("a", File), ("lib/sub", Submodule)), 20, p =>
        {
            asked.Add(p);
            return false;
        });

        Assert.Equal(["lib/sub"], asked);
        Assert.Contains("lib/sub", why, StringComparison.Ordinal);
        Assert.True(GitIndex.HasSubmodule(Make(2, ("lib/sub", Submodule)), 20, "lib/sub"));
        Assert.False(GitIndex.HasSubmodule(Make(2, ("lib/sub", File)), 20, "lib/sub"));
    }

    [Fact]
    public void Times_of_files_make_no_difference_and_contents_do()
    {
        byte[] index = Make(2, ("a", File), ("b", File));
        byte[] refreshed = [.. index];
        refreshed[12] ^= 0xFF;
        byte[] changed = [.. index];
        changed[12 + 45] ^= 0xFF;

        Assert.True(GitIndex.HaveSameEntries(index, refreshed, 20));
        Assert.True(GitIndex.HaveSameEntries(index, Make(4, ("a", File), ("b", File)), 20));
        Assert.False(GitIndex.HaveSameEntries(index, changed, 20));
        Assert.False(GitIndex.HaveSameEntries(index, Make(2, ("a", File)), 20));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_is_cut_off_anywhere_is_refused_and_never_read_beyond_its_end(uint version)
    {
        byte[] index = Make(version, ("directory/one", File), ("directory/two", File), ("last", File));
        Assert.Null(GitIndex.Check(index, 20, static _ => true));
        for (int length = 0; length < index.Length - 1; length++)
        {
            Assert.NotNull(GitIndex.Check(index.AsSpan(0, length), 20, static _ => true));
        }
    }

    [Fact]
    public void Rubbish_of_a_known_seed_is_answered()
    {
        Random random = new(7);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] index = Make((uint)random.Next(2, 5), ("directory/one", File), ("sub", Submodule));
            for (int j = 0; j < 3; j++)
            {
                index[random.Next(index.Length)] = (byte)random.Next(256);
            }

            _ = GitIndex.Check(index, 20, static _ => true);
            _ = GitIndex.HaveSameEntries(index, Make(2, ("directory/one", File)), 20);
        }
    }

    [Fact]
    public void A_split_index_is_refused() =>
        Assert.Contains("split", GitIndex.Check(Make(2, "link\0\0\0\0"u8.ToArray(), ("a", File)), 20, static _ => true), StringComparison.Ordinal);

    [Theory]
    [InlineData("ref: refs/heads/main\n", true)]
    [InlineData("ref: refs/heads/feature/é-1\n", true)]
    [InlineData("0123456789012345678901234567890123456789\n", true)]
    [InlineData("ref: refs/heads/../../config\n", false)]
    [InlineData("ref: refs/heads/a..b\n", false)]
    [InlineData("ref: refs/heads/x.lock\n", false)]
    [InlineData("ref: refs/heads/-x\n", false)]
    [InlineData("ref: refs/heads/\n", false)]
    [InlineData("ref: refs/heads/a\nb\n", false)]
    [InlineData("ref: refs/heads/a\u001b[31m\n", false)]
    [InlineData("ref: refs/tags/v1\n", false)]
    [InlineData("ref: HEAD\n", false)]
    [InlineData("gitdir: /tmp\n", false)]
    [InlineData("", false)]
    public void HEAD_names_a_branch_or_a_commit(string text, bool known) =>
        Assert.Equal(known, GitHead.Parse(Encoding.UTF8.GetBytes(text)) is not null);

    [Theory]
    [InlineData("0000000000000000000000000000000000000000 0123456789012345678901234567890123456789 A <a@b> 1 +0000\tcommit: x\n", true)]
    [InlineData("", true)]
    [InlineData("touch PWN\n", false)]
    [InlineData("0000000000000000000000000000000000000000 0123456789012345678901234567890123456789 A <a@b> 1 +0000\tx\u001b[2J\n", false)]
    [InlineData("0000000000000000000000000000000000000000 0123456789012345678901234567890123456789 A", false)]
    public void A_log_has_lines_of_gits_form_only(string text, bool plain) => Assert.Equal(plain, GitReflog.IsPlain(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void A_mark_that_hides_changes_is_found_unless_it_was_there_before()
    {
        byte[] plain = Make(2, ("a", File), ("b", File));
        byte[] marked = [.. plain];
        int flags = marked.AsSpan().IndexOf("b\0"u8) - 2;
        marked[flags] |= 0x80;
        Assert.Null(GitIndex.NewlyHidden(plain, plain, 20));
        Assert.Equal("b", GitIndex.NewlyHidden(marked, plain, 20));
        Assert.Equal("b", GitIndex.NewlyHidden(marked, null, 20));
        Assert.Null(GitIndex.NewlyHidden(marked, marked, 20));
    }

    private static byte[] Make(uint version, params (string Path, uint Mode)[] entries) => Make(version, [], entries);

    private static byte[] Make(uint version, byte[] extension, params (string Path, uint Mode)[] entries)
    {
        List<byte> bytes = [.. "DIRC"u8, .. Big(version), .. Big((uint)entries.Length)];
        byte[] before = [];
        foreach ((string name, uint mode) in entries)
        {
            int start = bytes.Count;
            byte[] path = Encoding.UTF8.GetBytes(name);
            bytes.AddRange([.. new byte[24], .. Big(mode), .. new byte[12], .. Enumerable.Repeat((byte)7, 20), 0, (byte)path.Length]);
            if (version == 4)
            {
                bytes.AddRange([(byte)before.Length, .. path, 0]);
            }
            else
            {
                bytes.AddRange(path);
                bytes.AddRange(new byte[8 - ((bytes.Count - start) % 8)]);
            }

            before = path;
        }

        return [.. bytes, .. extension, .. new byte[20]];
    }

    private static byte[] Big(uint number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }
}
