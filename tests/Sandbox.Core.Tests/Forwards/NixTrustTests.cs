using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Forwards;

/// <summary>DV-15: whoever reaches the Nix daemon as one of its trusted users is root on the machine. The control arms are users that it does not trust.</summary>
public sealed class NixTrustTests
{
    private const string Trusted = "CS105 cannot forward nix-daemon: you are a trusted user of the Nix daemon (";
    private const string Unknown = "CS105 cannot forward nix-daemon: whether the Nix daemon trusts you cannot be known, ";

    [Theory]
    [InlineData("trusted-users = root ada\n", "ada in trusted-users of /etc/nix/nix.conf")]
    [InlineData("trusted-users = *", "* in ")]
    [InlineData("  trusted-users\t=  @ada # me", "@ada in ")]
    [InlineData("trusted-users = @wheel\n", "@wheel in ")]
    [InlineData("trusted-users = 1000\n", "1000 in ")]
    [InlineData("trusted-users = root\nextra-trusted-users = ada\n", "ada in ")]
    [InlineData("include more.conf\n", "eve-and-ada in ")]
    [InlineData("!include /etc/nix/more.conf\n", "eve-and-ada in ")]
    public void A_trusted_user_is_refused(string configuration, string reason) =>
        Assert.StartsWith(Trusted + reason.Replace("eve-and-ada", "ada", StringComparison.Ordinal), Machine(configuration).Refusal("--forward", "nix-daemon"), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("trusted-users = root\n")]
    [InlineData("trusted-users = root @root eve\n")]
    [InlineData("trusted-users = ada\ntrusted-users = root\n")]
    [InlineData("# trusted-users = ada\n")]
    [InlineData("trusted-users = @users\n")]
    [InlineData("allowed-users = *\n")]
    [InlineData("!include missing.conf\n")]
    [InlineData("include more.conf\ntrusted-users = root\n")]
    public void Whom_the_daemon_does_not_trust_gets_its_socket(string configuration) =>
        Assert.Contains(Machine(configuration).Plan("--forward", "nix-daemon").Forwards, f => f.Name == "nix-daemon");

    [Theory]
    [InlineData("include missing.conf\n", "/etc/nix/missing.conf cannot be read")]
    [InlineData("include nix.conf\n", "/etc/nix/nix.conf cannot be read")]
    [InlineData("trusted-users = @directory\n", "its trusted-users name @directory and /etc/passwd or /etc/group does not")]
    [InlineData("!include secret.conf\n", "/etc/nix/secret.conf cannot be read")]
    public void Where_there_is_no_telling_it_is_refused(string configuration, string reason) =>
        Assert.StartsWith(Unknown + reason, Machine(configuration).Refusal("--forward", "nix-daemon"), StringComparison.Ordinal);

    [Fact]
    public void Who_has_no_entry_may_be_anybody_that_is_named()
    {
        Machine machine = Machine("trusted-users = bob\n");
        machine.Files.File("/etc/passwd", "root:x:0:0::/root:/bin/sh\n");
        Assert.StartsWith(Unknown, machine.Refusal("--forward", "nix-daemon"), StringComparison.Ordinal);
        machine.Files.File("/etc/nix/nix.conf", "trusted-users = root\n");
        Assert.Contains(machine.Plan("--forward", "nix-daemon").Forwards, f => f.Name == "nix-daemon");
    }

    [Fact]
    public void Root_is_refused_whatever_the_configuration_says()
    {
        Machine machine = Prepare(Machines.DebianRoot(), "trusted-users = ada\n");
        Assert.StartsWith("CS105 cannot forward nix-daemon: you are root", machine.Refusal("--forward", "nix-daemon"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_configuration_only_root_is_trusted()
    {
        Machine machine = Machine(string.Empty);
        machine.Files.Remove("/etc/nix/nix.conf");
        Assert.Contains(machine.Plan("--forward", "nix-daemon").Forwards, f => f.Name == "nix-daemon");
    }

    private static Machine Machine(string configuration) => Prepare(Machines.Debian(), configuration);

    private static Machine Prepare(Machine machine, string configuration)
    {
        machine.Files.Directories("/nix/store", "/nix/var/nix/db").Socket("/nix/var/nix/daemon-socket/socket")
            .File("/etc/nix/nix.conf", configuration).File("/etc/nix/more.conf", "trusted-users = eve ada\n").File("/etc/nix/secret.conf", new byte[(1024 * 1024) + 1])
            .File("/etc/passwd", "root:x:0:0::/root:/bin/sh\nada:x:1000:1000::/home/ada:/bin/sh\neve:x:1001:1001::/home/eve:/bin/sh\n")
            .File("/etc/group", "root:x:0:\nwheel:x:10:eve,ada\nusers:x:100:eve\nada:x:1000:\n");
        return machine;
    }
}
