namespace Sandbox.Integration.Tests;

/// <summary>The rules about files: no tool notices them.</summary>
public sealed class SecondFloorTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void What_stands_at_the_standard_descriptors_is_opened_again_only_as_it_is_open(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        string input = workspace.Write(workspace.At("input"), "mine\n");
        string output = workspace.Write(workspace.At("output"), string.Empty);
        string Inside(string script) => $"{workspace.Program} exec -q --network none . -- /bin/sh -c '{script}' < {input} > {output} 2>/dev/null; cat {output}";

        Assert.Equal("mine\n", workspace.Outside(Inside("cat /dev/stdin")).OutputText);
        Assert.Equal("said\n", workspace.Outside(Inside("echo said > /dev/stdout")).OutputText);
        _ = workspace.Outside(Inside("echo overwritten > /dev/stdin"));
        Assert.Equal("mine\n", File.ReadAllText(input));

        // Without the rules the descriptor leads to the file, which its owner may write.
        _ = workspace.Outside($"{workspace.Program} exec -q --network none --allow-nested-userns . -- /bin/sh -c 'echo overwritten > /dev/stdin' < {input}");
        Assert.Equal("overwritten\n", File.ReadAllText(input));
    }

    [TheoryWithin(120), ClassData(typeof(IdentityData))]
    public void Tools_work_as_they_do_outside(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Work = """
            set -e
            echo one > a && git add a && git commit -qm one && git checkout -q -b other && git mv a c && git commit -qam two && git log --oneline | wc -l
            python3 -c "import tempfile, os, shutil; d = tempfile.mkdtemp(); open(d + '/x', 'w').write('x'); os.rename(d + '/x', d + '/y'); shutil.move(d, os.getcwd() + '/moved'); print(os.listdir('moved'))"
            python3 -c "import multiprocessing as m; print(sum(m.Pool(2).map(abs, [1, -2, 3])))"
            mkfifo p && (echo piped > p &) && cat p
            tar cf x.tar moved && mkdir t && tar xf x.tar -C t && ls t/moved
            ln -s a s && readlink s
            echo said | tee /dev/stderr > /dev/null 2>&1
            truncate -s 3 x.tar && stat -c %s x.tar
            node -e "const fs = require('fs'); fs.mkdirSync('n/m', {recursive: true}); fs.writeFileSync('n/f', '1'); fs.renameSync('n/f', 'n/m/f'); fs.copyFileSync('n/m/f', '/tmp/g'); fs.rmSync('n', {recursive: true}); console.log(fs.readFileSync('/tmp/g', 'utf8'))"
            """;

        ProcessResult inside = workspace.Inside(Work, "--network", "none");
        Assert.Equal("2\n['y']\n6\npiped\ny\na\n3\n1\n", inside.ExpectExit().OutputText);
        Assert.Empty(inside.ErrorText);
    }
}
