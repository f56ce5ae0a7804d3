using System.Globalization;

namespace Sandbox.Integration.Tests;

/// <summary>
/// Commands as root calls them for a user: what sudo leaves behind, in a mount namespace in which that user is in the user database. The ordinary
/// identity of the tests is in none, and this machine's own files are left alone.
/// </summary>
public static class SudoHost
{
    /// <summary>The identity's name there.</summary>
    public const string UserName = "tester";

    private const string Enter = "mount --bind \"$1\" /etc/passwd && shift && exec \"$@\"";

    /// <summary>claude-sandbox with the nspawn backend, as root; for the ordinary identity with the variables of sudo.</summary>
    public static ProcessRequest Container(this Workspace workspace, params IReadOnlyList<string> arguments) =>
        workspace.AsSudo(workspace.Plain(workspace.Program, arguments).WithVariable("CLAUDE_SANDBOX_BACKEND", "nspawn"));

    /// <summary>A shell script in a container.</summary>
    public static ProcessRequest InContainer(this Workspace workspace, string script, params IReadOnlyList<string> options) =>
        workspace.Container(["exec", "-q", .. options, workspace.Project, "--", "/bin/sh", "-c", script]);

    /// <summary>The request as root, in the namespace; for the ordinary identity with the variables of sudo.</summary>
    public static ProcessRequest AsSudo(this Workspace workspace, ProcessRequest request)
    {
        _ = TestHost.Require(Capability.Nspawn);
        if (workspace.Identity.UserId == 0)
        {
            return request;
        }

        string uid = workspace.Identity.UserId.ToString(CultureInfo.InvariantCulture);
        return workspace.InNamespace(Enter, [Users(workspace)], request
            .WithVariable("HOME", "/root")
            .WithVariable("SUDO_UID", uid)
            .WithVariable("SUDO_GID", uid)
            .WithVariable("SUDO_USER", UserName));
    }

    /// <summary>The request at the end of a shell script that has a mount namespace of its own; it is the script's last arguments.</summary>
    public static ProcessRequest InNamespace(this Workspace workspace, string script, IReadOnlyList<string> arguments, ProcessRequest request)
    {
        TestHost.RequireRoot();
        _ = workspace;
        return request with
        {
            FileName = "/usr/bin/unshare",
            Arguments = ["--mount", "--", "/bin/sh", "-c", script, "sh", .. arguments, request.FileName, .. request.Arguments],
        };
    }

    /// <summary>A user database with the identity in it.</summary>
    public static string Users(Workspace workspace)
    {
        string path = workspace.At("passwd");
        if (!File.Exists(path))
        {
            File.WriteAllText(path, File.ReadAllText("/etc/passwd") + string.Create(
                CultureInfo.InvariantCulture, $"{UserName}:*:{workspace.Identity.UserId}:{workspace.Identity.GroupId}::{workspace.Home}:/bin/sh\n"));
        }

        return path;
    }
}
