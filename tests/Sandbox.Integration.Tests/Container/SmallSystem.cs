namespace Sandbox.Integration.Tests;

/// <summary>Trees with a few programs of this machine and the libraries that they need: what --rootfs and --nixos-system take.</summary>
public static class SmallSystem
{
    private static readonly string[] Programs = ["cat", "dash", "env", "id", "ls", "stat", "touch", "true"];

    /// <summary>As a distribution lays it out: everything in usr, and links to there.</summary>
    public static string Distribution(Workspace workspace)
    {
        string root = workspace.At("system");
        foreach (string program in Programs)
        {
            _ = Copy("/usr/bin/" + program, Path.Combine(root, "usr", "bin", program));
            foreach (string library in Libraries(program))
            {
                _ = Copy(library, root + (library.StartsWith("/usr/", StringComparison.Ordinal) ? library : "/usr" + library));
            }
        }

        foreach (string name in new[] { "bin", "lib", "lib64" })
        {
            _ = File.CreateSymbolicLink(Path.Combine(root, name), "usr/" + name);
        }

        _ = File.CreateSymbolicLink(Path.Combine(root, "usr", "bin", "sh"), "dash");
        _ = Directory.CreateDirectory(Path.Combine(root, "etc"));
        File.WriteAllText(Path.Combine(root, "etc", "os-release"), "NAME=small\n");
        return root;
    }

    /// <summary>
    /// What a NixOS system is in the store: a package whose programs look for their libraries in the store, and a toplevel that links to it. Below a directory
    /// that stands for /nix/store; the toplevel's path as it is there.
    /// </summary>
    public static string Nixos(string store)
    {
        const string Package = "/nix/store/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-tools-1.0";
        const string Toplevel = "/nix/store/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb-nixos-system-claude-sandbox-24.11";
        string Real(string path) => path.Replace("/nix/store", store, StringComparison.Ordinal);
        foreach (string program in Programs)
        {
            string[] libraries = [.. Libraries(program)];
            foreach (string library in libraries)
            {
                _ = Copy(library, Real($"{Package}/lib/{Path.GetFileName(library)}"));
            }

            string loader = Path.GetFileName(libraries.Single(static l => l.Contains("/ld-linux", StringComparison.Ordinal)));
            string wrapped = Copy("/usr/bin/" + program, Real($"{Package}/libexec/{program}"));
            string start = Real($"{Package}/bin/{program}");
            _ = Directory.CreateDirectory(Path.GetDirectoryName(start)!);
            string source = $$"""
                #include <unistd.h>
                int main(int count, char **words) {
                    char *all[count + 6];
                    all[0] = "{{Package}}/lib/{{loader}}"; all[1] = "--library-path"; all[2] = "{{Package}}/lib"; all[3] = "--argv0";
                    all[4] = words[0]; all[5] = "{{wrapped.Replace(store, "/nix/store", StringComparison.Ordinal)}}";
                    for (int i = 1; i < count; i++) all[5 + i] = words[i];
                    all[5 + count] = 0;
                    execv(all[0], all);
                    return 99;
                }
                """;
            _ = Copy(CCompiler.Compile(source, isStatic: true), start);
        }

        _ = File.CreateSymbolicLink(Real($"{Package}/bin/sh"), "dash");
        _ = Directory.CreateDirectory(Real($"{Package}/etc"));
        File.WriteAllText(Real($"{Package}/etc/os-release"), "NAME=nixos\n");
        _ = Directory.CreateDirectory(Real($"{Toplevel}/etc"));
        _ = File.CreateSymbolicLink(Real($"{Toplevel}/sw"), Package);
        _ = File.CreateSymbolicLink(Real($"{Toplevel}/etc/os-release"), $"{Package}/etc/os-release");
        File.WriteAllText(Real($"{Toplevel}/init"), "#!/bin/sh\nexit 1\n");
        return Toplevel;
    }

    private static IEnumerable<string> Libraries(string program) =>
        ProcessRun.Run("/usr/bin/ldd", "/usr/bin/" + program).OutputText.Split([' ', '\n', '\t']).Where(static w => w.StartsWith('/'));

    private static string Copy(string source, string target)
    {
        if (!File.Exists(target))
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
            File.SetUnixFileMode(target, (UnixFileMode)0b111_101_101);
        }

        return target;
    }
}
