using System.Globalization;

namespace Sandbox.Integration.Tests.Network;

/// <summary>The real sshd on 127.0.0.1 with a configuration and keys of its own; whoever has <see cref="ClientKey"/> is the user of the tests.</summary>
public sealed class SshServer : IAsyncLifetime
{
    private readonly TempDirectory _directory = TempDirectory.Create();
    private LiveProcess? _process;

    public int Port { get; } = FreePort.Find();

    /// <summary>The user's private key.</summary>
    public string ClientKey => File.ReadAllText(_directory.At("client"));

    /// <summary>The line of known_hosts.</summary>
    public string KnownHost => $"[{NamedHosts.Api}]:{Port.ToString(CultureInfo.InvariantCulture)} {File.ReadAllText(_directory.At("host.pub"))}";

    /// <summary>A bare repository that the user may read.</summary>
    public string Repository { get; private set; } = string.Empty;

    public async Task InitializeAsync()
    {
        foreach (string key in new[] { "host", "client" })
        {
            _ = ProcessRun.Run("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", string.Empty, "-f", _directory.At(key)).ExpectExit();
        }

        Repository = GitRepository.Create(_directory);
        string configuration = _directory.WriteFile(
            "sshd_config",
            $"""
            ListenAddress 127.0.0.1:{Port}
            HostKey {_directory.At("host")}
            AuthorizedKeysFile {_directory.At("client.pub")}
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PidFile none

            """);
        ProcessRequest request = new(TestHost.Require(Capability.SshServer), "-D", "-e", "-f", configuration) { TimeLimit = TimeSpan.FromMinutes(10) };

        // It wants a directory below /run, which is the host's, and lets nobody in whose account is locked, as root's is on some machines.
        string shadow = _directory.WriteFile("shadow", "root:*:19000:0:99999:7:::\n");
        _process = ProcessRun.Start(NamedHosts.Mounted(request, "mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd && mount --bind \"$1\" /etc/shadow && shift && exec \"$@\"", shadow));
        await Eventually.HoldsAsync(() => FreePort.IsListening(Port), $"sshd listens: {_process.ErrorSoFar}");
    }

    public Task DisposeAsync()
    {
        _process?.Dispose();
        _directory.Dispose();
        return Task.CompletedTask;
    }
}
