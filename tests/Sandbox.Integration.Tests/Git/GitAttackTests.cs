namespace Sandbox.Integration.Tests.Git;

/// <summary>GW-01 to GW-07: nothing that is written inside makes git outside run a program or write elsewhere.</summary>
public sealed class GitAttackTests
{
    private const string Evil = "printf '[core]\\n\\trepositoryformatversion = 0\\n\\tfsmonitor = touch %s/PWN; false\\n' \"$ROOT\"";

    // What a user does without a thought.
    private const string Everyday =
        """
        git status; git diff --stat; git log -1; git checkout -q -- .; git checkout -q HEAD; echo more >> file; git add file; git commit -qm everyday; git checkout -q -b everyday; git checkout -q -; git checkout -q -- .
        git stash list; git fetch -q; git branch -a; git submodule status; git status
        """;

    // An index with a blob at .git/hooks/post-checkout, as git itself never writes one.
    private const string CraftedIndex =
        """
        cat > /tmp/craft.py <<'PY'
        import hashlib, struct, subprocess, sys
        blob = subprocess.run(["git", "hash-object", "-w", "--stdin"], input=b"#!/bin/sh\ntouch " + sys.argv[1].encode() + b"/PWN\n", capture_output=True).stdout.decode().strip()
        path = b".git/hooks/post-checkout"
        entry = struct.pack(">10I", 0, 0, 0, 0, 0, 0, 0o100755, 0, 0, 0) + bytes.fromhex(blob) + struct.pack(">H", len(path)) + path
        entry += b"\0" * (8 - len(entry) % 8)
        body = b"DIRC" + struct.pack(">II", 2, 1) + entry
        open(".git/index.new", "wb").write(body + hashlib.sha1(body).digest())
        PY
        python3 /tmp/craft.py "$ROOT"; mv -f .git/index.new .git/index
        """;

    public static TheoryData<string, string> Programs => new()
    {
        { "hooks", "for h in pre-commit post-commit post-checkout reference-transaction post-index-change; do printf '#!/bin/sh\\ntouch %s/PWN\\n' \"$ROOT\" > .git/hooks/$h; chmod +x .git/hooks/$h; done" },
        { "hooks by rename", "mkdir h; for h in pre-commit post-checkout; do printf '#!/bin/sh\\ntouch %s/PWN\\n' \"$ROOT\" > h/$h; chmod +x h/$h; done; mv .git/hooks .git/old; mv h .git/hooks || cp -r h/. .git/hooks" },
        { "configuration by git", "git config core.fsmonitor \"touch $ROOT/PWN; false\"" },
        { "configuration by hand", $"{Evil} > c; cat c >> .git/config || {{ rm -f .git/config; mv c .git/config; }}" },
        { "configuration of the work tree", $"git config extensions.worktreeConfig true; {Evil} > .git/config.worktree" },
        { "directory of hooks", "mkdir hh; printf '#!/bin/sh\\ntouch %s/PWN\\n' \"$ROOT\" > hh/post-checkout; chmod +x hh/post-checkout; git config core.hooksPath hh" },
        { "common directory", $"cp -r .git evil; {Evil} > evil/config; echo ../evil > .git/commondir" },
        { "redirection", $"cp -rL .git evil 2>/dev/null; {Evil} > evil/config; mv .git aside && echo 'gitdir: evil' > .git" },
        { "filter", "printf '[filter \"x\"]\\n\\tclean = touch %s/PWN; cat\\n' \"$ROOT\" >> .git/config; echo '* filter=x' > .gitattributes; mkdir -p .git/info; echo '* filter=x' > .git/info/attributes" },
        { "submodule made inside", $"git init -q sub; (cd sub; git -c user.name=x -c user.email=x@y commit -q --allow-empty -m x); {Evil} >> sub/.git/config; git -c advice.addEmbeddedRepo=false add sub" },
        { "index with a hook", CraftedIndex },
    };

    [Theory, MemberData(nameof(Programs))]
    public void No_program_of_the_sandbox_is_started_by_git_outside(string name, string attack)
    {
        using (Workspace control = Repository(Identity.User))
        {
            _ = control.Outside($"ROOT={control.Root}; {attack}");
            _ = control.Outside(Everyday);
            Assert.True(File.Exists(control.At("PWN")), $"{name}: the control does nothing");
        }

        using Workspace workspace = Repository(Identity.User);
        _ = workspace.Inside($"ROOT={workspace.Root}; {attack}");
        _ = workspace.Outside(Everyday);
        Assert.False(File.Exists(workspace.At("PWN")), name);
        Assert.Equal("0\n", workspace.Outside("git rev-parse HEAD >/dev/null; echo $?").OutputText);
    }

    /// <summary>git adds to a log through whatever link lies there: the next checkout would write into a file that a shell reads.</summary>
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void No_log_of_git_outside_is_led_elsewhere(Identity identity)
    {
        const string Attack = "rm -f .git/logs/HEAD; ln -s \"$ROOT/victim\" .git/logs/HEAD; ls -l .git/logs/HEAD";
        using Workspace control = Repository(identity);
        _ = control.Write(control.At("victim"), "mine\n");
        _ = control.Outside($"ROOT={control.Root}; {Attack}");
        _ = control.Outside(Everyday);
        Assert.NotEqual("mine\n", File.ReadAllText(control.At("victim")));

        using Workspace workspace = Repository(identity);
        string victim = workspace.Write(workspace.At("victim"), "mine\n");
        _ = workspace.Inside($"ROOT={workspace.Root}; {Attack}");
        _ = workspace.Outside(Everyday);
        Assert.Equal("mine\n", File.ReadAllText(victim));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_link_among_the_branches_is_removed_and_ends_the_sandbox(Identity identity)
    {
        const string Attack = "ln -s \"$ROOT/elsewhere\" .git/refs/heads/feature; mkfifo .git/refs/heads/pipe";
        using Workspace control = Repository(identity);
        _ = control.Directory(control.At("elsewhere"));
        _ = control.Outside($"ROOT={control.Root}; {Attack}; rm .git/refs/heads/pipe; git branch feature/x");
        Assert.True(File.Exists(control.At("elsewhere", "x")), "the control: git writes where the link leads");

        using Workspace workspace = Repository(identity);
        _ = workspace.Directory(workspace.At("elsewhere"));
        ProcessResult result = workspace.Inside($"sleep 0.3; ROOT={workspace.Root}; {Attack}; sleep 60");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(".git/refs/heads/feature appeared", result.ErrorText, StringComparison.Ordinal);

        // Usually too short for the watch: removed at the end.
        Assert.Contains("removed", workspace.Inside($"ROOT={workspace.Root}; {Attack}").ErrorText, StringComparison.Ordinal);
        _ = workspace.Outside("git branch feature/x").ExpectExit();
        Assert.Empty(Directory.EnumerateFileSystemEntries(workspace.At("elsewhere")));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Objects_from_elsewhere_are_not_lent_to_the_host(Identity identity)
    {
        using Workspace workspace = Repository(identity);
        string objects = workspace.At("other", "objects");
        _ = workspace.Outside("git init -q --bare ../other && echo secret | git --git-dir=../other hash-object -w --stdin").ExpectExit();
        string attack = $"mkdir -p .git/objects/info; echo {objects} > .git/objects/info/alternates || {{ mv .git/objects/info .git/objects/x; mkdir .git/objects/info; echo {objects} > .git/objects/info/alternates; }}";
        const string Read = "git cat-file -p $(echo secret | git hash-object --stdin)";

        _ = workspace.Inside(attack);
        Assert.NotEqual(0, workspace.Outside(Read).ExitCode);
        _ = workspace.Outside(attack);
        Assert.Equal("secret\n", workspace.Outside(Read).OutputText);
    }

    [TheoryWithin(90), ClassData(typeof(IdentityData))]
    public void What_HEAD_or_index_should_not_be_is_not_taken_over(Identity identity)
    {
        foreach (string attack in new[]
        {
            "echo 'ref: ../../../etc/passwd' > .git/HEAD", "echo 'ref: refs/heads/../../config' > .git/HEAD", "rm .git/HEAD; ln -s /etc/passwd .git/HEAD", "rm .git/HEAD; mkfifo .git/HEAD",
            "echo 'ref: refs/remotes/x/y' > .git/HEAD", "printf 'ref: refs/heads/a\\nb' > .git/HEAD", "head -c 70000 /dev/zero > .git/HEAD", "echo x > .git/index", "rm .git/index; mkfifo .git/index",
            "rm .git/index; ln -s /etc/passwd .git/index", "head -c 40 .git/index > i; mv -f i .git/index", "rm .git/index", "git update-index --split-index",
        })
        {
            using Workspace workspace = Repository(identity);
            string before = workspace.Outside("cat .git/HEAD; git ls-files -s; git status --porcelain").ExpectExit().OutputText;
            ProcessResult result = workspace.Inside(attack).ExpectExit();
            Assert.True(result.ErrorText.Contains("nothing was overwritten", StringComparison.Ordinal), $"{attack}: {result}");
            Assert.Equal(before, workspace.Outside("cat .git/HEAD; git ls-files -s; rm -f i; git status --porcelain").ExpectExit().OutputText);
            _ = workspace.Inside("git status").ExpectExit();
        }
    }

    /// <summary>A redirection that the project's files make could name anybody's repository.</summary>
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_redirection_to_another_repository_opens_nothing_of_it(Identity identity)
    {
        using Workspace workspace = Repository(identity);
        _ = workspace.Outside("git init -q ../private && cd ../private && git -c user.name=x -c user.email=x@y commit -q --allow-empty -m secret").ExpectExit();
        string plain = workspace.Directory(workspace.At("plain"));
        _ = workspace.Write(Path.Combine(plain, ".git"), $"gitdir: {workspace.At("private", ".git")}\n");

        ProcessResult result = ProcessRun.Run(workspace.Sandbox("exec", "--network", "none", plain, "--", "/bin/sh", "-c", $"git log; ls {workspace.At("private")}; echo x > .git"));
        Assert.DoesNotContain("secret", result.OutputText, StringComparison.Ordinal);
        Assert.Contains("does not lead back", result.ErrorText, StringComparison.Ordinal);
        Assert.Contains("secret", workspace.Outside("git -C ../plain log").OutputText, StringComparison.Ordinal);
    }

    private static Workspace Repository(Identity identity)
    {
        Workspace workspace = Workspace.Create(identity);
        _ = workspace.Outside("echo one > file && git add file && git commit -qm first && echo data > other && git add other && git commit -qm second").ExpectExit();
        return workspace;
    }
}
