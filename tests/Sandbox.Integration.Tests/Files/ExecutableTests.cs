using System.Security.Cryptography;

namespace Sandbox.Integration.Tests;

/// <summary>FS-11: the programs that hold the sandbox cannot be reached from inside it.</summary>
public sealed class ExecutableTests
{
    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void Neither_init_nor_launcher_can_be_opened_or_overwritten_through_proc(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        foreach (string name in Installation.Programs)
        {
            // The identity's own copies: the file mode must not be what saves them.
            string text = workspace.At("bin", name);
            byte[] program = File.ReadAllBytes(text);
            File.Delete(text);
            _ = workspace.Write(text, string.Empty);
            File.WriteAllBytes(text, program);
            File.SetUnixFileMode(text, (UnixFileMode)0b111_101_101);
        }

        string[] before = Hashes(workspace);
        const string Attack =
            """
            printf '#!/proc/self/exe\n' > e; chmod +x e; ./e 2>/dev/null
            for p in /proc/1 /proc/$PPID; do
              head -c4 $p/exe >/dev/null 2>&1 && echo "READ $p"
              ( exec 5<$p/exe ) 2>/dev/null && echo "HELD $p"
              ( exec 5>>$p/exe ) 2>/dev/null && echo "WRITABLE $p"
              head -c1 $p/mem >/dev/null 2>&1 && echo "MEMORY $p"
              readlink $p/fd/* >/dev/null 2>&1 && echo "DESCRIPTORS $p"
              cat $p/environ >/dev/null 2>&1 && echo "ENVIRONMENT $p"
            done
            rm e
            """;

        Assert.Empty(workspace.Inside(Attack).OutputText);
        Assert.Equal(before, Hashes(workspace));

        // The control: outside the same identity reaches a process of its own in each of these ways, and overwrites its program once it has ended.
        string probe = workspace.Probe();
        string outside = workspace.Outside(
            $"{probe} signals > /dev/null & sleep 0.2; p=/proc/$!; head -c4 $p/exe >/dev/null && echo READ; readlink $p/fd/* >/dev/null && echo DESCRIPTORS; " +
            "exec 5<$p/exe; kill -QUIT $!; wait; echo PWN > /proc/self/fd/5 && echo OVERWRITTEN").OutputText;
        Assert.Equal("READ\nDESCRIPTORS\nOVERWRITTEN\n", outside);
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_preloaded_library_of_the_project_does_not_run_in_the_launcher(Identity identity)
    {
        using Workspace workspace = Workspace.Create(identity);
        const string Source = "#include <stdio.h>\n__attribute__((constructor)) static void pwn(void){FILE*f=fopen(\"PWN\",\"a\");if(f)fclose(f);}\n";
        string library = workspace.Write(workspace.At("project", "pwn.so"), string.Empty);
        File.WriteAllBytes(library, File.ReadAllBytes(CCompiler.Compile(Source, isStatic: false, "-shared", "-fPIC")));
        File.SetUnixFileMode(library, (UnixFileMode)0b111_101_101);
        workspace.Environment["LD_PRELOAD"] = library;

        // The host's own shell would load it, so the launcher is started directly.
        _ = ProcessRun.Run(workspace.Sandbox("exec", "-q", workspace.Project, "--", "/bin/true") with { FileName = workspace.Program, Arguments = ["exec", "-q", workspace.Project, "--", "/bin/true"] });
        bool launcher = File.Exists(workspace.At("project", "PWN"));
        _ = ProcessRun.Run(workspace.Plain("/bin/true"));

        Assert.False(launcher, "a library of the project ran outside");
        Assert.True(File.Exists(workspace.At("project", "PWN")), "the control: any other program loads it");
    }

    private static string[] Hashes(Workspace workspace) =>
        [.. Installation.Programs.Select(n => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(workspace.At("bin", n)))))];
}
