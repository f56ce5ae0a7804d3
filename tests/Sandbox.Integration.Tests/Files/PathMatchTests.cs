using System.Text;
using Sandbox.Core.Policy;

namespace Sandbox.Integration.Tests;

/// <summary>FS-20: the paths that are denied inside are those that the policy names, for odd names and random trees.</summary>
public sealed class PathMatchTests
{
    private const int Trees = 10;

    private static readonly string[] OddNames =
    [
        "plain", "with space", "tab\there", "quote'\"quote", "back\\slash", "bra[ck]et*?", "-rf", "--", "$HOME", "#hash", ":colon,comma=equals", "ümlaut-é", "é", "日本語", "..dots",
        "trailing.", "~", new string('n', 255),
    ];

    [FactWithin(120)]
    public void Exactly_the_protected_names_cannot_be_written_in_random_trees()
    {
        int seed = Environment.TickCount & 0xFFFFFF;
        Random random = new(seed);
        int denied = 0;
        int allowed = 0;
        for (int tree = 0; tree < Trees; tree++)
        {
            using Workspace workspace = Workspace.Create(Identity.User);
            string project = workspace.Directory(workspace.At("project", OddNames[random.Next(OddNames.Length)]));
            _ = workspace.Directory(Path.Combine(project, ".git", "hooks"));
            string[] released = [.. ProtectedNames.All.Where(_ => random.Next(5) == 0)];
            string[] present = [.. ProtectedNames.All.Where(_ => random.Next(3) == 0)];
            Array.ForEach(present, p => workspace.Write(Path.Combine(project, p, "present"), string.Empty));

            // Neighbours that a matcher by prefix, suffix or letter case would take for protected ones.
            string[] names = [.. ProtectedNames.All.SelectMany(static n => new[] { n, n + "-evil", n + ".bak", "x" + Path.GetFileName(n), n.ToUpperInvariant() }).Distinct(StringComparer.Ordinal)];
            string script = string.Join('\n', names.Select(static n => $"mkdir -p './{n}' && true > './{n}/written' && echo '{n}'")) + "\ntrue";
            ProcessRequest request = workspace.Sandbox(["exec", "-q", .. released.SelectMany(static r => new[] { "--allow-write", r }), "--", "/bin/sh"]) with { Input = Encoding.UTF8.GetBytes(script) };

            string[] written = ProcessRun.Run(request with { WorkingDirectory = project }).ExpectExit().OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);

            string[] expected = [.. names.Where(n => !ProtectedNames.All.Contains(n, StringComparer.Ordinal) || released.Contains(n, StringComparer.Ordinal))];
            Assert.True(expected.SequenceEqual(written), $"seed {seed}, tree {tree}: {string.Join(' ', expected.Except(written))} | {string.Join(' ', written.Except(expected))}");
            denied += names.Length - written.Length;
            allowed += written.Length;
        }

        Assert.True(denied > Trees && allowed > Trees, $"seed {seed}: {denied} denied, {allowed} allowed");
    }

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void Odd_names_are_shared_as_they_are_and_their_neighbours_are_not(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);

        Assert.All(OddNames, name =>
        {
            string shared = workspace.Directory(workspace.At("odd", name));
            _ = workspace.Write(Path.Combine(shared, "file"), name);
            string neighbour = (name.Length < 250 ? name : name[..250]) + "x";
            _ = workspace.Write(workspace.At("odd", neighbour, "file"), "neighbour");

            ProcessRequest request = workspace.Sandbox("exec", "-q", "--ro", shared, workspace.Project, "--", "/bin/sh", "-c", "cat \"$1/file\"; cat \"$2/file\" 2>/dev/null", "sh", shared, workspace.At("odd", neighbour));
            Assert.Equal(name, ProcessRun.Run(request).OutputText);
        });
    }

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void However_a_path_is_spelled_it_means_the_same_directory(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string app = workspace.Write(workspace.At("project", "sub", "app", "file"), "app");
        _ = workspace.Write(workspace.At("work", "app", "file"), "granted");
        _ = workspace.Write(workspace.At("work", "app-evil", "file"), "evil");
        string root = workspace.Root;

        foreach (string spelling in new[] { $"{root}/work/app", $"{root}/work/app/", $"/{root}//work///app", $"{root}/work/./app/.", $"{root}/work/app-evil/../app", "../work/app", "sub/../../work/app" })
        {
            string read = workspace.Inside($"cat {root}/work/app/file {root}/work/app-evil/file 2>/dev/null; ls {root}/work", "--ro", spelling).OutputText;
            Assert.Equal("grantedapp\n", read);
        }

        string link = workspace.Link(workspace.At("home-link"), workspace.Home);
        workspace.Environment["HOME"] = link;
        Assert.Equal("app", workspace.Inside($"cat {app}; cat ~/.ssh/id_ed25519 {link}/.ssh/id_ed25519 {workspace.Home}/.ssh/id_ed25519 2>/dev/null").OutputText);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Names_that_cannot_be_carried_faithfully_are_refused(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string parent = workspace.Directory(workspace.At("odd"));
        string twin = workspace.Directory(Path.Combine(parent, "twin-\uFFFD"));
        _ = workspace.Write(Path.Combine(twin, "file"), "the wrong one");

        Assert.Contains("[CS106]", workspace.Outside($"mkdir ../odd/$(printf 'twin-\\377') && {workspace.Program} exec -q ../odd/$(printf 'twin-\\377') -- cat file").ErrorText, StringComparison.Ordinal);
        Assert.Contains("[CS106]", workspace.Outside($"mkdir '../odd/a\nb' && {workspace.Program} exec -q '../odd/a\nb' -- true").ErrorText, StringComparison.Ordinal);
        Assert.Equal("the wrong one", ProcessRun.Run(workspace.Sandbox("exec", "-q", twin, "--", "cat", "file")).ExpectExit().OutputText);
    }
}
