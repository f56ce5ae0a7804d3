namespace Sandbox.Sessions.Tests.Fixtures;

/// <summary>Makes a directory that not even root can change: immutable for root, without write permission for others.</summary>
internal sealed class Blocked : IDisposable
{
    private readonly string _path;

    private Blocked(string path) => _path = path;

    public static Blocked Removing(string path)
    {
        Set(path, "+i", writable: false);
        return new Blocked(path);
    }

    public void Dispose() => Set(_path, "-i", writable: true);

    private static void Set(string path, string flag, bool writable)
    {
        if (TestHost.IsRoot)
        {
            _ = ProcessRun.Run("/usr/bin/chattr", flag, path).ExpectExit();
            return;
        }

        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | (writable ? UnixFileMode.UserWrite : UnixFileMode.None);
        File.SetUnixFileMode(path, mode);
    }
}
