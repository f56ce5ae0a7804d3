using Sandbox.Core.Diagnostics;
using Sandbox.Core.Forwards;
using Sandbox.Core.Hosts;
using Sandbox.Core.Planning;
using Sandbox.Core.Plans;
using Sandbox.Core.Policy;
using Sandbox.Core.Tests.Fakes;

namespace Sandbox.Core.Tests.Planning;

/// <summary>What holds for every plan, tried on random policies and machines.</summary>
public sealed class PolicyInvariantTests
{
    private const int Rounds = 1_500;
    private const string SecretText = "hunter2-never-shown";

    private static readonly string[] Candidates =
    [
        "/data", "/data/models", "/data/../data/models/", "//data", "/work", "/work/app", ".", "src", "./src/..", "/work/app-evil", "/work/app/.git", "/alias", "/alias/src",
        "/usr/share", "/bin/true", "~", "~/notes", "/etc", "/var/run/x", "/run/x.sock", "/nowhere", "/", "/tmp/x", Machine.Project + "/.vscode/deep", "",
    ];

    private static readonly string[] Spellings = [Machine.Project, ".", "/work/./app/", "/work/link", "/work/app/src/.."];

    [FactWithin(30)]
    public void Every_plan_keeps_the_promises()
    {
        int planned = 0;
        Random random = new(1954);
        for (int i = 0; i < Rounds; i++)
        {
            Machine machine = RandomMachine(random);
            SandboxPolicy policy = RandomPolicy(random);
            try
            {
                LaunchPlan plan = machine.Plan(_ => policy);
                Check(plan, machine, policy);
                planned++;
            }
            catch (SandboxException e)
            {
                Assert.DoesNotContain(SecretText, string.Join('\n', Machine.Findings(e)), StringComparison.Ordinal);
            }
        }

        Assert.InRange(planned, Rounds / 5, Rounds - 1);
    }

    [Fact]
    public void The_default_policy_grants_no_authority()
    {
        LaunchPlan plan = Machines.Debian().Plan();
        Assert.DoesNotContain(plan.Mounts, m => ForwardCatalog.All.Any(f => f.Grants is not null && m.Reason == "forward " + f.Name));
        Assert.Equal([Machine.Project], plan.Mounts.OfType<BindMount>().Where(m => m.Writable && m.Reason is not ("kernel" or "terminal")).Select(m => m.Target));
        Assert.DoesNotContain(plan.Mounts, m => m is BindMount bind && Paths.IsWithin(bind.Source, Machine.Home));
        Assert.False(plan.AllowNestedUserNamespaces || plan.Seccomp.AllowNestedUserNamespaces || plan.Seccomp.AllowDebugging || plan.HasCredentials);
    }

    private static void Check(LaunchPlan plan, Machine machine, SandboxPolicy policy)
    {
        List<PlannedMount> mounts = [.. plan.Mounts];
        Assert.All(mounts, m => Assert.Equal(m.Target, Paths.Absolute(m.Target, "/nowhere", "/nowhere")));
        Assert.All(mounts.OfType<BindMount>(), m => Assert.Equal(m.Source, machine.Files.Follow(m.Source).Canonical ?? m.Source));
        Assert.All(mounts.OfType<BindMount>(), m => Assert.NotEqual("/", m.Target));

        int home = mounts.FindLastIndex(m => m is TmpfsMount && m.Target == Machine.Home);
        int project = mounts.FindIndex(m => m is BindMount { Reason: "project" } && m.Target == Machine.Project);
        Assert.InRange(home, 0, project - 1);

        Assert.All(ProtectedNames.All.Where(n => !policy.WritableProtectedNames.Any(w => w == "all" || w == n)), n => Covered(mounts, machine, n, project));
        Assert.DoesNotContain(SecretText, PlanText.Of(plan) + plan + policy + string.Concat(mounts) + string.Concat(plan.Environment), StringComparison.Ordinal);
        Assert.IsType<RelockMount>(mounts[^1]);
    }

    private static void Covered(List<PlannedMount> mounts, Machine machine, string name, int project)
    {
        string path = Paths.Join(Machine.Project, name);
        if (machine.Files.Look(path).Kind == PathKind.File)
        {
            return;
        }

        int locked = mounts.FindIndex(m => m is SelfMount { Writable: false } && m.Target == path);
        Assert.True(locked > project, name);

        // Nothing writable of the host may come on top of the lock but what is named below it.
        Assert.DoesNotContain(mounts.Skip(locked), m => m is BindMount { Writable: true } && Paths.IsWithin(path, m.Target));
    }

    private static SandboxPolicy RandomPolicy(Random random) => new()
    {
        ProjectDirectory = Spellings[random.Next(Spellings.Length)],
        Network = Enum.GetValues<NetworkMode>()[random.Next(3)],
        Credentials = random.Next(2) == 0 ? CredentialMode.None : CredentialMode.Broker,
        Egress = new EgressPolicy { Presets = ["npm"], Allow = [.. Some(random, 2, () => random.Next(5) == 0 ? "no host" : "example.com")] },
        Paths = [.. Some(random, 3, () => new PathGrant(Candidates[random.Next(Candidates.Length)], random.Next(2) == 0))],
        Environment = [.. Some(random, 3, () => new EnvironmentGrant(random.Next(2) == 0 ? "TOKEN" : "PATH", random.Next(3) == 0 ? null : SecretText))],
        Forwards = [.. Some(random, 2, () => ForwardCatalog.All[random.Next(ForwardCatalog.All.Count)].Name)],
        WritableProtectedNames = [.. Some(random, 2, () => random.Next(6) == 0 ? "all" : ProtectedNames.All[random.Next(ProtectedNames.All.Count)])],
        Ask = random.Next(2) == 0,
        AllowDebugging = random.Next(2) == 0,
        AllowNestedUserNamespaces = random.Next(2) == 0,
    };

    private static IEnumerable<T> Some<T>(Random random, int most, Func<T> make) => Enumerable.Range(0, random.Next(most)).Select(_ => make());

    private static Machine RandomMachine(Random random)
    {
        Machine machine = random.Next(3) switch { 0 => Machines.SplitUsr(), _ => Machines.Debian() };
        machine.Environment["TOKEN"] = SecretText;
        machine.Environment["UNRELATED"] = SecretText;
        machine.Environment["ANTHROPIC_API_KEY"] = SecretText;
        machine.Environment["SSH_AUTH_SOCK"] = "/run/x.sock";
        machine.Environment["DISPLAY"] = ":0";
        machine.Files.Directories("/data/models", "/work/app-evil", "/usr/share", Machine.Home + "/notes", Machine.Home + "/.config/gh", "/tmp/x", "/nix/store", "/nix/var/nix/daemon-socket")
            .Socket("/run/x.sock").Link("/var/run", "/run").Link("/alias", "/work/app").Link("/work/link", "app").Socket("/tmp/.X11-unix/X0").File("/bin/true");
        foreach (string name in ProtectedNames.All.Where(_ => random.Next(6) == 0))
        {
            _ = random.Next(3) == 0 ? machine.Files.File($"{Machine.Project}/{name}") : machine.Files.Directories($"{Machine.Project}/{name}/deep");
        }

        return machine;
    }
}
