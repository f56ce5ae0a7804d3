using System.Security.Cryptography;
using Sandbox.Backends.Native;
using Sandbox.Core.Plans;
using Sandbox.Core.Secrets;
using Sandbox.Executor.Plan;
using Sandbox.Linux.Seccomp;

namespace Sandbox.Backends.Tests.Native;

/// <summary>A plan that is compiled and read back says the same.</summary>
public sealed class PlanCompilerTests
{
    [Fact]
    public void The_header_says_what_the_bytes_are()
    {
        byte[] bytes = PlanCompiler.Compile(SamplePlan.Bare);
        PlanHeader header = new ParsedPlan(bytes).Header;
        Assert.Equal((PlanFormat.Magic, PlanFormat.Version, PlanFormat.ArchitectureX64), (header.Magic, header.Version, header.Architecture));
        Assert.Equal((BuildHash.Value, (ulong)bytes.Length), (header.BuildHash, header.Length));
        Assert.Equal((1000u, 100u, 1000u, 100u), (header.OuterUid, header.OuterGid, header.InnerUid, header.InnerGid));
        Assert.Equal(0, bytes[^1]);
    }

    [Fact]
    public void Strings_arrive_in_order_and_byte_for_byte()
    {
        // \udc80 to \udcff stand for bytes that are not UTF-8.
        string[] arguments = ["argv0", string.Empty, "a b", "\u00e4\u4f60\U0001F600", "\udcff\udc80", "argv0"];
        ParsedPlan plan = new(PlanCompiler.Compile(SamplePlan.Bare with
        {
            Arguments = arguments,
            ExecutableCandidates = ["/b/x", "/a/x"],
            WorkingDirectory = "/work/\udcfe",
            Hostname = "claude-sandbox",
            Environment = [Variable("B", "2"), Variable("A", string.Empty), Variable("C", "x=y\n")],
        }));
        Assert.Equal(arguments, plan.Arguments);
        Assert.Equal(["/b/x", "/a/x"], plan.Candidates);
        Assert.Equal(["B=2", "A=", "C=x=y\n"], plan.Environment);
        Assert.Equal(("/work/\udcfe", "claude-sandbox"), (plan.Directory, plan.Hostname));
    }

    [Fact]
    public void A_string_with_a_nul_never_reaches_the_plan() =>
        Assert.Throws<ArgumentException>(() => PlanCompiler.Compile(SamplePlan.Bare with { Arguments = ["a\0b"] }));

    [Fact]
    public void Every_table_is_aligned()
    {
        for (int length = 0; length < 16; length++)
        {
            ParsedPlan plan = new(PlanCompiler.Compile(SamplePlan.Bare with
            {
                Hostname = new string('h', length),
                Mounts = [new FileEntry { Target = "/f", Contents = new byte[length], Reason = "r" }],
                Limits = [new ResourceLimit("core", 0, 0)],
            }));
            Assert.All(plan.Tables, t => Assert.Equal(0u, t % 8));
        }
    }

    [Fact]
    public void Limits_arrive_with_their_numbers()
    {
        ParsedPlan plan = new(PlanCompiler.Compile(SamplePlan.Bare with
        {
            Limits = [new ResourceLimit("core", 0, 0), new ResourceLimit("nofile", 1024, ulong.MaxValue)],
        }));
        Assert.Equal(
            [new PlanRlimit { Resource = 4 }, new PlanRlimit { Resource = 7, Soft = 1024, Hard = ulong.MaxValue }],
            plan.Limits);
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, true)]
    [InlineData(true, true, true)]
    public void The_filter_is_the_one_of_the_plans_settings(bool nested, bool debugging, bool setgid)
    {
        ParsedPlan plan = new(PlanCompiler.Compile(SamplePlan.Bare with { Seccomp = new SeccompSettings(nested, debugging, setgid) }));
        SeccompProfile profile = new() { AllowNestedUserNamespaces = nested, AllowDebugging = debugging, DenySetgid = setgid };
        Assert.Equal(SeccompFilter.Build(profile), plan.Filter);
    }

    [Fact]
    public void Flags_follow_the_plan()
    {
        Assert.Equal(PlanFlags.ForbidNestedUserNamespaces, Flags(SamplePlan.Bare));
        Assert.Equal(PlanFlags.None, Flags(SamplePlan.Bare with { AllowNestedUserNamespaces = true }));
        Assert.Equal(PlanFlags.ForbidNestedUserNamespaces | PlanFlags.DropSupplementaryGroups, Flags(SamplePlan.Bare with { Uid = 0 }));
        Assert.Equal(PlanFlags.ForbidNestedUserNamespaces | PlanFlags.NeedsSupervisor, Flags(SamplePlan.Bare with { Placeholders = [new Placeholder("/p")] }));
        Assert.Equal(PlanFlags.ForbidNestedUserNamespaces | PlanFlags.HasCredentials, Flags(SamplePlan.Bare with { CredentialFile = true }));
        Assert.Equal(PlanFlags.ForbidNestedUserNamespaces | PlanFlags.HasCredentials, Flags(SamplePlan.Bare with { Environment = [Secretly(Secret.FromText("x"))] }));
    }

    [Fact]
    public void Landlock_scopes_follow_the_plan()
    {
        Assert.Equal(3u, new ParsedPlan(PlanCompiler.Compile(SamplePlan.Bare)).Header.LandlockScopes);
        Assert.Equal(0u, new ParsedPlan(PlanCompiler.Compile(SamplePlan.Bare with { LandlockScopes = false })).Header.LandlockScopes);
    }

    [Fact]
    public void A_secret_is_in_the_plan_exactly_once_as_the_value_of_its_variable()
    {
        byte[] secret = [.. RandomNumberGenerator.GetBytes(40).Select(b => (byte)(b | 1))];
        ParsedPlan plan = new(PlanCompiler.Compile(SamplePlan.Bare with
        {
            Environment = [Variable("HOME", "/h"), Secretly(Secret.FromBytes(secret)), Variable("Z", "z")],
        }));
        Assert.Equal(1, plan.Count(secret));
        Assert.Equal(1, plan.Count([.. "TOKEN="u8, .. secret, 0]));
        Assert.StartsWith("TOKEN=", plan.Environment[1], StringComparison.Ordinal);
        Assert.Equal(["HOME=/h", "Z=z"], [plan.Environment[0], plan.Environment[2]]);
    }

    [Fact]
    public void The_contents_of_a_file_are_in_the_plan_exactly_once()
    {
        byte[] contents = RandomNumberGenerator.GetBytes(1000);
        ParsedPlan plan = new(PlanCompiler.Compile(SamplePlan.With(new FileEntry { Target = "/f", Contents = contents, Reason = "r" })));
        Assert.Equal(1, plan.Count(contents));
        Assert.Equal(contents, plan.Data(plan.Mounts[0]));
    }

    [Fact]
    public void What_is_only_for_people_is_not_in_the_plan()
    {
        ParsedPlan plan = new(PlanCompiler.Compile(SamplePlan.Bare with
        {
            ProjectDirectory = "/XXproject",
            HostDirectories = ["/XXhost"],
            Placeholders = [new Placeholder("/XXplaceholder")],
            Notices = ["XXnotice"],
            Mounts = [new ProcMount { Target = "/proc", Reason = "XXreason" }],
            Environment = [new PlannedVariable { Name = "A", Value = "1", Reason = "XXreason" }],
        }));
        Assert.Equal(0, plan.Count("XX"u8));
    }

    [Fact]
    public void The_same_plan_gives_the_same_bytes() =>
        Assert.Equal(PlanCompiler.Compile(SamplePlan.Bare), PlanCompiler.Compile(SamplePlan.Bare with { }));

    private static PlanFlags Flags(LaunchPlan plan) => (PlanFlags)new ParsedPlan(PlanCompiler.Compile(plan)).Header.Flags;

    private static PlannedVariable Variable(string name, string value) => new() { Name = name, Value = value, Reason = "r" };

    private static PlannedVariable Secretly(Secret secret) => new() { Name = "TOKEN", Secret = secret, Reason = "r" };
}
