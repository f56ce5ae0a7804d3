using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sandbox.Executor.Plan;

namespace Sandbox.Backends.Tests.Mitigations;

/// <summary>Each mitigation of a plan is what stops its attack: with it the attack fails, without it alone the attack works.</summary>
public sealed class MitigationTests
{
    private static readonly uint[] Namespaces = [0x1000_0000, 0x0002_0000, 0x2000_0000, 0x0400_0000];

    public static TheoryData<string, Identity> Rows
    {
        get
        {
            TheoryData<string, Identity> rows = [];
            foreach (Mitigation mitigation in MitigationTable.All)
            {
                foreach (Identity identity in Identity.Available.Where(i => mitigation.Only is null || mitigation.Only == i))
                {
                    rows.Add(mitigation.Name, identity);
                }
            }

            return rows;
        }
    }

    [TheoryWithin(60), MemberData(nameof(Rows))]
    public void Every_mitigation_has_a_test_that_needs_it(string name, Identity identity)
    {
        Mitigation mitigation = MitigationTable.All.Single(m => m.Name == name);
        using TempDirectory shared = TempDirectory.CreateFor(identity);
        AttackRun.Fill(identity, shared);
        using Targets targets = new();
        AttackPlan plan = AttackRun.Plan(identity, shared.Path, targets.In(mitigation.Attack));

        ProcessResult with = AttackRun.Run(identity, mitigation.Given(plan));
        Assert.DoesNotContain("got", with.OutputText, StringComparison.Ordinal);
        ProcessResult without = AttackRun.Run(identity, mitigation.Without(plan));
        Assert.True(without.OutputText.Contains("got", StringComparison.Ordinal), $"the attack does not even work without it: {without}");
    }

    [Fact]
    public void Every_part_of_a_plan_that_protects_is_in_the_table()
    {
        string[] plain =
        [
            // What is shown, named or counted, and takes no power away.
            "Magic", "Version", "Architecture", "BuildHash", "Length", "Flags", "Namespaces", "OuterUid", "OuterGid", "InnerUid", "InnerGid", "MountsOffset", "MountCount",
            "SessionOffset", "HostnameOffset", "RootSizeKiB", "Prepared", "FirstJoins", "Contained", "IdMapped",
            "None", "Recursive", "Create", "Optional", "Bind", "Proc", "Devpts", "Symlink", "Directory", "File",
        ];
        string[] parts =
        [
            .. typeof(PlanHeader).GetFields().Select(f => f.Name), .. Enum.GetNames<PlanFlags>(), .. Enum.GetNames<MountFlags>(), .. Enum.GetNames<MountKind>(),
            "CLONE_NEWUSER", "CLONE_NEWNS", "CLONE_NEWPID", "CLONE_NEWNET", "CLONE_NEWIPC", "CLONE_NEWUTS", "CLONE_NEWCGROUP",
        ];
        string[] covered = [.. MitigationTable.All.SelectMany(m => m.Takes), .. MitigationTable.Elsewhere.Keys];

        Assert.Empty(parts.Distinct(StringComparer.Ordinal).Except(plain, StringComparer.Ordinal).Except(covered, StringComparer.Ordinal));
    }

    [TheoryWithin(60), ClassData(typeof(IdentityData))]
    public void A_sandbox_without_one_of_the_namespaces_it_is_built_from_does_not_start(Identity identity)
    {
        foreach (uint left in Namespaces)
        {
            using TempDirectory shared = TempDirectory.CreateFor(identity);
            AttackRun.Fill(identity, shared);
            AttackPlan plan = AttackRun.Plan(identity, shared.Path, "echo got");

            Assert.Equal("got\n", AttackRun.Run(identity, plan).ExpectExit().OutputText);
            ProcessResult result = AttackRun.Run(identity, plan with { Namespaces = left });
            Assert.Equal((125, string.Empty), (result.ExitCode, result.OutputText));
        }
    }

    /// <summary>What attacks reach for outside: a port, an abstract socket and a shared memory segment.</summary>
    private sealed class Targets : IDisposable
    {
        private readonly TcpListener _tcp = new(IPAddress.Loopback, 0);
        private readonly Socket _abstract = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly string _name = "sandbox-test-" + Guid.NewGuid().ToString("N");
        private readonly string _segment;
        private readonly int _key = Random.Shared.Next(1 << 20, 1 << 30);

        public Targets()
        {
            _tcp.Start();
            _abstract.Bind(new UnixDomainSocketEndPoint("\0" + _name));
            _abstract.Listen();
            _segment = ProcessRun.Run("/usr/bin/python3", "-c", $"import ctypes\nprint(ctypes.CDLL(None).shmget({_key}, 4096, 0o1666))").ExpectExit().OutputText.Trim();
        }

        public string In(string attack) => attack
            .Replace(MitigationTable.Port, ((IPEndPoint)_tcp.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace(MitigationTable.AbstractName, _name, StringComparison.Ordinal)
            .Replace("SHMKEY", _key.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

        public void Dispose()
        {
            _tcp.Dispose();
            _abstract.Dispose();
            _ = ProcessRun.Run("/usr/bin/ipcrm", "-m", _segment);
        }
    }
}
