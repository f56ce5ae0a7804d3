using Sandbox.Linux.Seccomp;
using Sandbox.Linux.Tests.Support;

namespace Sandbox.Linux.Tests.Seccomp;

/// <summary>What people run inside goes on working: threads without clone3, opening without openat2, no io_uring, no memory policies.</summary>
public sealed class SeccompProgramTests(Probe probe) : IClassFixture<Probe>
{
    private const string Node = """
        const { Worker, isMainThread, parentPort } = require('worker_threads');
        const { execFileSync } = require('child_process');
        const fs = require('fs'), http = require('http'), crypto = require('crypto');
        if (!isMainThread) { parentPort.postMessage(6 * 7); return; }
        fs.writeFileSync('a', 'x'); fs.chmodSync('a', 0o755); fs.mkdirSync('deep/er', { recursive: true }); fs.cpSync('a', 'deep/er/b');
        const watcher = fs.watch('.'); watcher.close();
        execFileSync('/bin/sh', ['-c', 'exit 0']);
        const server = http.createServer((q, r) => r.end('ok')).listen(0, '127.0.0.1', () =>
          http.get({ host: '127.0.0.1', port: server.address().port }, r => r.on('data', d => {
            crypto.pbkdf2('p', 's', 1000, 32, 'sha256', () =>
              new Worker(__filename).on('message', m => { server.close(); console.log('done', d.toString(), m); }));
          })));
        """;

    private const string Python = """
        import concurrent.futures, multiprocessing, os, socket, sqlite3, subprocess, tempfile, threading
        t = threading.Thread(target=lambda: None); t.start(); t.join()
        with concurrent.futures.ThreadPoolExecutor(4) as pool: assert sum(pool.map(int, '123')) == 6
        with multiprocessing.Pool(2) as pool: assert pool.map(abs, [-1, -2]) == [1, 2]
        assert subprocess.check_output(['/bin/sh', '-c', 'echo $((6*7))']) == b'42\n'
        a, b = socket.socketpair(); a.send(b'x'); assert b.recv(1) == b'x'
        s = socket.create_server(('127.0.0.1', 0)); c = socket.create_connection(s.getsockname()); c.close(); s.close()
        sqlite3.connect('db').execute('create table t (x)')
        with tempfile.TemporaryDirectory() as d: os.chmod(d, 0o700); os.mkfifo(d + '/p'); os.symlink('x', d + '/l')
        try: socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
        except OSError as e: assert e.errno == 97, e
        else: raise SystemExit('AF_PACKET is open')
        print('done')
        """;

    private const string Git = """
        set -e
        export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
        git init -q one; cd one
        for i in 1 2 3; do echo $i > f$i; git add .; git commit -qm $i; done
        git checkout -qb side; git merge -q master 2>/dev/null || git merge -q main
        git worktree add -q ../tree; git gc -q; cd ..
        git clone -q "file://$PWD/one" two; git -C two fsck --full; git -C two bundle create -q ../b HEAD
        echo done
        """;

    private const string Gcc = """
        set -e
        cat > m.c <<'END'
        #include <pthread.h>
        #include <stdio.h>
        static void *run(void *x) { return x; }
        int main(void) { pthread_t t; void *r; pthread_create(&t, 0, run, "done"); pthread_join(t, &r); puts(r); return 0; }
        END
        gcc -O2 -pipe -pthread -o m m.c; ./m
        """;

    private const string Bash = """
        set -eo pipefail
        [ "$(cat <(echo a) <(echo b) | sort -r | tr -d '\n')" = ba ]
        coproc { cat; }; echo x >&"${COPROC[1]}"; read -r line <&"${COPROC[0]}"; [ "$line" = x ]
        sleep 0.01 & wait $!; ulimit -n > /dev/null; trap 'exit 9' USR1; trap - USR1
        mkdir -p d/e; cp -a d c; tar cf t d; tar xf t; install -m 755 /bin/true tr; chmod 600 t; mkfifo p; mktemp > /dev/null
        grep NoNewPrivs.*1 /proc/self/status > /dev/null; grep 'Seccomp:.*2' /proc/self/status > /dev/null
        ! chmod u+s tr 2> /dev/null; ! unshare -U true 2> /dev/null
        echo done
        """;

    private const string Scheduling = """
        set -e
        nice -n 5 true; ionice -c2 -n7 true; ionice -c3 -p $$; renice -n 3 -p $$ > /dev/null
        cpus=$(taskset -cp $$); cpus=${cpus##*: }
        taskset -c "$cpus" true; taskset -cp "$cpus" $$ > /dev/null
        chrt --other 0 true; chrt --batch 0 true; chrt --idle 0 true; chrt --batch -p 0 $$
        prlimit --core=0 true; prlimit --pid $$ --core=0; ulimit -c 0
        [ "$(nice -n 5 nice)" = 8 ]
        echo done
        """;

    // The file is looked for, because tmux wait-for hangs when the server ends at the wrong moment, with and without a filter.
    private const string Tmux = """
        export TMUX_TMPDIR=$PWD; trap 'tmux -L t kill-server' EXIT
        tmux -L t -f /dev/null new-session -d 'echo done > out; sleep 60'
        for i in $(seq 200); do if [ -s out ]; then break; fi; sleep 0.05; done
        tmux -L t split-window true; tmux -L t list-sessions; cat out
        """;

    // Programs whose absence is no fault of the machine: the rows of those that are there are the theory's cases.
    private static readonly (string Program, string Script)[] Extras =
    [
        ("dotnet", "dotnet msbuild -version -nologo && echo done"),
        ("make", "printf 'all: a b\\n\\techo done\\na b:\\n\\ttouch $@\\n' > Makefile; make -sj4"),
        ("tmux", Tmux),
        ("vim", "vim -es -u NONE -i NONE -c 'normal idone' -c 'w out' -c q; cat out"),
        ("java", "echo 'class A { public static void main(String[] a) { System.out.println(\"done\"); } }' > A.java; java A.java"),
        ("go", "printf 'package main\\nfunc main() { println(\"done\") }\\n' > m.go; GOCACHE=$PWD/c GO111MODULE=off go run m.go 2>&1"),
        ("strace", "! strace true 2> /dev/null; echo done"),
    ];

    public static TheoryData<string, string> Required => new()
    {
        { "bash", Bash },
        { "taskset", Scheduling },
        { "git", Git },
        { "gcc", Gcc },
        { "node", $"cat > n.js <<'END'\n{Node}\nEND\nnode n.js" },
        { "python3", $"cat > p.py <<'END'\n{Python}\nEND\npython3 p.py" },
    };

    public static TheoryData<string, string> Present
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (program, script) in Extras.Where(extra => Run.Find(extra.Program) is not null))
            {
                data.Add(program, script);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Required))]
    public async Task What_an_agent_needs_runs_under_the_filter(string program, string script)
    {
        Run.Require(program);
        await Works(Profiles.Default, script);
        await Works(Profiles.Root, script);
    }

    [Theory]
    [MemberData(nameof(Present))]
    public async Task Other_programs_that_are_installed_run_under_the_filter(string program, string script)
    {
        Assert.NotNull(Run.Find(program));
        await Works(Profiles.Default, script);
    }

    [Fact]
    public async Task A_tracer_works_only_when_debugging_is_allowed()
    {
        var tracer = Run.Find("gdb") ?? Run.Require("strace");
        var script = tracer.EndsWith("gdb", StringComparison.Ordinal)
            ? "gdb -nx -batch -ex run -ex 'print 6*7' /bin/true 2>&1 | grep -q 'exited normally' && echo done"
            : "strace -o out true && grep -q exit_group out && echo done";

        await Works(Profiles.Debug, script);
        var refused = await Shell(Profiles.Default, script);
        Assert.DoesNotContain("done", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sandbox_in_the_sandbox_works_only_when_it_is_allowed()
    {
        const string Script = "unshare -Urm sh -c 'mount -t tmpfs none /mnt && umount /mnt' && echo done";

        await Works(Profiles.Nested, Script);
        var refused = await Shell(Profiles.Default, Script);
        Assert.DoesNotContain("done", refused.Output, StringComparison.Ordinal);
        Assert.Contains("Operation not permitted", refused.Error, StringComparison.Ordinal);
    }

    private async Task Works(SeccompProfile profile, string script)
    {
        var finished = await Shell(profile, script);
        Assert.True(finished.ExitCode == 0 && finished.Output.Contains("done", StringComparison.Ordinal), finished.ToString());
    }

    private async Task<Finished> Shell(SeccompProfile profile, string script)
    {
        using var directory = TempDirectory.Create();
        return await Run.ToEnd(directory.Path, probe.Executable, "exec", probe.Filter(profile), Run.Require("bash"), "-c", script);
    }
}
