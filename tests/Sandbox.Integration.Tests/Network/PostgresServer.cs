using System.Globalization;

namespace Sandbox.Integration.Tests.Network;

/// <summary>A real PostgreSQL on 127.0.0.1 with data of its own, run by the ordinary user; everybody who connects is believed.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    public const string User = "tester";

    private readonly TempDirectory _directory = TempDirectory.CreateFor(Identity.User);
    private LiveProcess? _process;

    public int Port { get; } = FreePort.Find();

    /// <summary>Where the programs of the newest installed version are.</summary>
    public static string Programs() =>
        Directory.Exists("/usr/lib/postgresql") && Directory.EnumerateDirectories("/usr/lib/postgresql").OrderBy(static d => int.Parse(Path.GetFileName(d), CultureInfo.InvariantCulture)).LastOrDefault() is { } newest
            ? Path.Combine(newest, "bin")
            : throw new TestFailureException("this test needs PostgreSQL: apt-get install postgresql");

    public async Task InitializeAsync()
    {
        string data = _directory.At("data");
        _ = ProcessRun.Run(Named(new ProcessRequest(Path.Combine(Programs(), "initdb"), "-D", data, "-U", User, "-A", "trust", "-N", "-E", "UTF8", "--no-instructions", "--locale=C"))).ExpectExit();
        ProcessRequest server = new(
            Path.Combine(Programs(), "postgres"), "-D", data, "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", _directory.Path, "-c", "fsync=off", "-c", "shared_buffers=1MB");
        _process = ProcessRun.Start(Named(server with { TimeLimit = TimeSpan.FromMinutes(10) }));
        await Eventually.HoldsAsync(() => FreePort.IsListening(Port) && _process.ErrorSoFar.Contains("ready to accept", StringComparison.Ordinal), "PostgreSQL accepts connections");
    }

    public async Task DisposeAsync()
    {
        if (_process is { } process)
        {
            // Its processes are sessions of their own: it ends them, a dead one does not.
            process.Send(Signal.Quit);
            _ = await process.Completion;
            process.Dispose();
        }

        _directory.Dispose();
    }

    // initdb asks what its user is called, and this one is in no file of the host.
    private ProcessRequest Named(ProcessRequest request)
    {
        TestHost.RequireRoot();
        string passwd = _directory.WriteFile("passwd", $"root:x:0:0::/root:/bin/sh\n{User}:x:{Identity.User.UserId}:{Identity.User.GroupId}::{_directory.Path}:/bin/sh\n");
        File.SetUnixFileMode(passwd, (UnixFileMode)0b110_100_100);
        return NamedHosts.Mounted(Identity.User.Wrap(request with { WorkingDirectory = _directory.Path }), "mount --bind \"$1\" /etc/passwd && shift && exec \"$@\"", passwd);
    }
}
