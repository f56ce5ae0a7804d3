namespace Sandbox.Integration.Tests.Network;

/// <summary>
/// Names for this machine's loopback that only one process tree knows: it gets a mount namespace with another /etc/hosts over the
/// host's, which stays as it is.
/// </summary>
public static class NamedHosts
{
    /// <summary>What the servers of the tests are called. Rules are written for these.</summary>
    public const string Api = "api.test";

    /// <summary>Known to the host as the others are, but no rule names it.</summary>
    public const string Forbidden = "forbidden.test";

    private const string Text = "127.0.0.1 localhost api.test forbidden.test\n";

    /// <summary>The same request where the names lead to 127.0.0.1. The process id stays the program's own.</summary>
    public static ProcessRequest WithNames(this Workspace workspace, ProcessRequest request)
    {
        TestHost.RequireRoot();
        string hosts = workspace.Write(workspace.At("hosts"), Text);
        return Mounted(request, "mount --bind \"$1\" /etc/hosts && shift && exec \"$@\"", hosts);
    }

    /// <summary>The request in a mount namespace of its own, after a script that ends with <c>exec "$@"</c> and whose first arguments are given.</summary>
    public static ProcessRequest Mounted(ProcessRequest request, string script, params IReadOnlyList<string> arguments) => request with
    {
        FileName = "/usr/bin/unshare",
        Arguments = ["--mount", "--propagation", "private", "--", "/bin/sh", "-c", script, "sh", .. arguments, request.FileName, .. request.Arguments],
    };
}
