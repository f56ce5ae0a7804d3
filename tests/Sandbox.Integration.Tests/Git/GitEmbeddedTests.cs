namespace Sandbox.Integration.Tests.Git;

/// <summary>Repositories that git takes for submodules because the index has them, and nothing else does.</summary>
public sealed class GitEmbeddedTests
{
    private const string Identified = "export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@t.example GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@t.example; ";

    private const string Setup = Identified +
        """
        mkdir present && cd present && git init -q . && git commit -q --allow-empty -m inner && mkdir deeper && cd deeper && git init -q . && git commit -q --allow-empty -m deeper && cd ..
        git add deeper && git commit -qm embedded && cd .. && cp -r present absent && git add present absent && git commit -qm embedded && rm -rf absent
        """;

    private const string Attack = Identified + "for s in present absent present/deeper; do git init -q $s; git -C $s config core.fsmonitor \"touch $PWD/PWN; false\"; git -C $s commit -q --allow-empty -m x; done 2>/dev/null; true";

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_repository_in_the_index_is_protected_though_gitmodules_does_not_name_it(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside(Setup + " 2>/dev/null").ExpectExit();

        _ = workspace.Inside(Attack).ExpectExit();
        _ = workspace.Outside("git status");
        Assert.False(File.Exists(workspace.At("project", "PWN")));
        Assert.Equal("deeper\n", workspace.Inside("git -C present/deeper log -1 --format=%s").ExpectExit().OutputText);

        _ = workspace.Outside(Attack);
        _ = workspace.Outside("git status");
        Assert.True(File.Exists(workspace.At("project", "PWN")), "the control: git outside runs what such a repository says");
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_sandbox_before_cannot_hide_them_by_what_it_writes(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside(Setup + " 2>/dev/null").ExpectExit();

        _ = workspace.Inside("head -c 2000000 /dev/zero > .gitmodules; git update-index --split-index; git status >/dev/null; true").ExpectExit();
        _ = workspace.Inside(Attack).ExpectExit();
        _ = workspace.Outside("git status");
        Assert.False(File.Exists(workspace.At("project", "PWN")));
    }
}
