using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Sandbox.Backends.Native;
using Sandbox.Core.Plans;

namespace Sandbox.Backends.Tests.Capture;

/// <summary>The launcher's sockets live as long as the sandbox, and the sandbox's network no longer than they.</summary>
public sealed partial class LifetimeTests
{
    private const nuint SIOCGSKNS = 0x894C;

    [FactWithin(60)]
    public void When_the_sandbox_has_ended_its_sockets_are_closed_and_its_network_is_gone()
    {
        TestHost.RequireRoot();
        using WatchedNetwork network = new();
        SandboxSockets? sockets = null;
        CapturedRun.Of(Identity.User, "tcp 198.18.0.1 1", s =>
        {
            sockets = s;
            network.Watch(s.Capture!);
            _ = Peers.AnswerOne(s.Capture!);
        }).ExpectSuccess();
        Socket[] all = [sockets!.Capture!, sockets.DnsUdp, sockets.DnsTcp, sockets.Proxy, sockets.Broker];
        Assert.All(all, s => Assert.True(s.SafeHandle.IsClosed));
        Assert.Null(sockets.Connect(8080));
        network.ExpectGone();
    }

    [FactWithin(60)]
    public void A_connection_that_is_left_open_keeps_the_network_which_shows_that_the_watch_works()
    {
        TestHost.RequireRoot();
        using WatchedNetwork network = new();
        Socket? left = null;
        CapturedRun.Of(Identity.User, "tcp 198.18.0.1 1", s =>
        {
            network.Watch(s.Capture!);
            left = s.Capture!.Accept();
            _ = left.Send("x"u8);
            left.Shutdown(SocketShutdown.Send);
        }).ExpectSuccess();

        // A later one, which has no such connection, is gone before it.
        using WatchedNetwork second = new();
        CapturedRun.Of(Identity.User, "tcp 198.18.0.1 1", s =>
        {
            second.Watch(s.Capture!);
            _ = Peers.AnswerOne(s.Capture!);
        }).ExpectSuccess();
        second.ExpectGone();
        Assert.False(network.IsGone);
        left!.Dispose();
        network.ExpectGone();
    }

    [FactWithin(30)]
    public void A_host_that_fails_ends_the_sandbox()
    {
        using TempDirectory shared = TempDirectory.CreateFor(Identity.User);
        LaunchPlan plan = CapturedRun.Plan(Identity.User, shared.Path, "tcp 198.18.0.1 1");
        NativeLauncher launcher = new(ExecutorCommand.Native(ExecutorCopy.For(Identity.User)), new Native.FakeHostFiles(), egress: new FailingHost());
        using SignalForwarding signals = new();
        Assert.Equal("cannot serve", Assert.Throws<InvalidOperationException>(() => launcher.Run(plan, signals)).Message);
    }

    [FactWithin(30)]
    public void A_command_that_cannot_be_started_is_reported_as_without_a_network()
    {
        CapturedRun run = CapturedRun.Of(Identity.User, "ping", _ => { }, p => p with { ExecutableCandidates = ["/nothing"] });
        Assert.Equal(127, run.Result.ExitCode);
    }

    /// <summary>Tells when the network namespace of a socket is gone: nswatch.c.</summary>
    private sealed class WatchedNetwork : IDisposable
    {
        private LiveProcess? _watch;

        public bool IsGone => _watch!.Completion.IsCompleted;

        public void Watch(Socket socket)
        {
            using SafeFileHandle network = new(ioctl((int)socket.SafeHandle.DangerousGetHandle(), SIOCGSKNS, 0), ownsHandle: true);
            Assert.False(network.IsInvalid, Marshal.GetLastPInvokeError().ToString(CultureInfo.InvariantCulture));
            _watch = ProcessRun.Start(new ProcessRequest(ExecutorCopy.Compile("nswatch.c")) { Descriptors = [network] });
            _watch.WaitForOutput("watching\n");
        }

        public void ExpectGone() => Assert.Equal("watching\ngone\n", _watch!.WaitForExit().ExpectExit().OutputText);

        public void Dispose() => _watch?.Dispose();
    }

    private sealed class FailingHost : IEgressHost
    {
        public IDisposable Serve(SandboxSockets sockets) => throw new InvalidOperationException("cannot serve");
    }

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ioctl(int descriptor, nuint request, nint argument);
}
