using Sandbox.Backends.Host;
using Sandbox.Core.Hosts;

namespace Sandbox.Core.Tests.Fakes;

/// <summary>The fake file system answers as the real one does; else every test built on it would prove nothing.</summary>
public sealed class FakeFilesTests
{
    private static readonly string[] Questions =
    [
        "", "/", "/dir", "/dir/", "/dir/.", "/dir/..", "/file", "/file/", "/file/x", "/nowhere", "/nowhere/x", "/link-dir", "/link-dir/", "/link-dir/file", "/link-file", "/link-file/",
        "/link-dir/..", "/link-dir/../file", "/deep/up", "/deep/up/file", "/deep/abs/file", "/loop", "/loop/x", "/dangling", "/dangling/", "/dir/link-out/../sibling", "/chain",
    ];

    [Fact]
    public void The_fake_answers_as_the_real_file_system_does()
    {
        using TempDirectory directory = TempDirectory.Create();
        HostFiles real = new();
        FakeFiles fake = new();
        string root = directory.Path;
        Fill(root, fake);
        foreach (string question in Questions)
        {
            string path = root + question;
            Assert.Equal((question, Plain(real.Look(path))), (question, Plain(fake.Look(path))));
            Assert.Equal((question, Plain(real.Follow(path))), (question, Plain(fake.Follow(path))));
            Assert.Equal((question, real.CanEnter(path)), (question, fake.CanEnter(path)));
            Assert.Equal(real.List(path), fake.List(path));
            Assert.Equal(real.Read(path, 4), fake.Read(path, 4));
            Assert.Equal(real.Read(path, 3), fake.Read(path, 3));
        }
    }

    private static void Fill(string root, FakeFiles fake)
    {
        foreach (string name in (string[])["/dir/sub", "/deep/down", "/elsewhere/inner", "/elsewhere/sibling"])
        {
            _ = Directory.CreateDirectory(root + name);
            fake.Directories(root + name);
        }

        foreach (string name in (string[])["/file", "/dir/file"])
        {
            File.WriteAllText(root + name, "text");
            fake.File(root + name, "text");
        }

        (string Name, string Target)[] links =
        [
            ("/link-dir", "dir"), ("/link-file", "file"), ("/deep/up", "../dir"), ("/deep/abs", root + "/dir"), ("/loop", "loop"), ("/dangling", "gone"),
            ("/dir/link-out", root + "/elsewhere/inner"), ("/chain", "link-dir/sub/../file"),
        ];
        foreach ((string name, string target) in links)
        {
            _ = File.CreateSymbolicLink(root + name, target);
            fake.Link(root + name, target);
        }
    }

    private static (PathKind, string?, string?) Plain(PathFacts facts) => (facts.Kind, facts.LinkTarget, facts.Canonical);
}
