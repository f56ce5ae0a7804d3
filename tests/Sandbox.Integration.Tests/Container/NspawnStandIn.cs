namespace Sandbox.Integration.Tests;

/// <summary>A program in the place of systemd-nspawn, for one command alone: what another version of it might do.</summary>
public static class NspawnStandIn
{
    private const string Place = "/usr/bin/systemd-nspawn";
    private const string Lay = "mount --bind \"$1\" " + Place + " && shift && exec \"$@\"";

    /// <summary>The request where systemd-nspawn is this script of bash; $REAL is the real one.</summary>
    public static ProcessRequest With(Workspace workspace, string script, ProcessRequest request)
    {
        string real = workspace.At("real", "systemd-nspawn");
        if (!File.Exists(real))
        {
            _ = workspace.Directory(Path.GetDirectoryName(real)!);
            File.Copy(TestHost.Require(Capability.Nspawn), real);
        }

        string file = Path.Combine(workspace.Directory(workspace.At("stand-ins")), Guid.NewGuid().ToString("N"));
        File.WriteAllText(file, $"#!/bin/bash\nREAL={real}\n{script}\n");
        foreach (string program in new[] { real, file })
        {
            File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        }

        return workspace.InNamespace(Lay, [file], request);
    }

    /// <summary>As the real one, but a word of its command line (a pattern of the shell) is another one, or left out.</summary>
    public static string Changing(string pattern, string? replacement = null) =>
        $"words=()\nfor word; do case $word in {pattern}) {(replacement is null ? ":" : $"words+=({replacement})")};; *) words+=(\"$word\");; esac; done\nexec $REAL \"${{words[@]}}\"";
}
