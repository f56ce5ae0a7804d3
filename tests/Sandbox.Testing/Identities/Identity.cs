using System.Globalization;
using Sandbox.Testing.Native;
using Xunit.Abstractions;

namespace Sandbox.Testing;

/// <summary>
/// Who a test program runs as. The ordinary user has no passwd entry; the program is started by setpriv, which replaces itself by it.
/// Serialisable by name, so that each is a test of its own in the results.
/// </summary>
public sealed class Identity : IXunitSerializable, IEquatable<Identity>
{
    private const uint OrdinaryId = 61234;
    private const string RootName = "root";
    private const string UserName = "user";
    private readonly Lazy<TempDirectory> home;

    /// <summary>For xunit's deserialisation only.</summary>
    [Obsolete("use Identity.Root, Identity.User or Identity.Available")]
    public Identity()
        : this(string.Empty, 0, 0)
    {
    }

    private Identity(string name, uint userId, uint groupId)
    {
        Name = name;
        UserId = userId;
        GroupId = groupId;
        home = new Lazy<TempDirectory>(() => TempDirectory.CreateFor(this));
    }

    /// <summary>uid 0; programs run as it only when the tests do.</summary>
    public static Identity Root { get; } = new(RootName, 0, 0);

    /// <summary>uid and gid 61234 without supplementary groups when the tests run as root, else the user of the tests.</summary>
    public static Identity User { get; } = TestHost.IsRoot ? new(UserName, OrdinaryId, OrdinaryId) : new(UserName, Libc.geteuid(), Libc.getegid());

    /// <summary>Both when the tests run as root, else the ordinary user alone.</summary>
    public static IReadOnlyList<Identity> Available { get; } = TestHost.IsRoot ? [Root, User] : [User];

    public string Name { get; private set; }

    public uint UserId { get; private set; }

    public uint GroupId { get; private set; }

    /// <summary>A private HOME under /tmp owned by this identity, shared by the test process and removed when it exits; never the developer's.</summary>
    public string Home => Canonical.home.Value.Path;

    private Identity Canonical => string.Equals(Name, RootName, StringComparison.Ordinal) ? Root : User;

    /// <summary>The request with HOME set to <see cref="Home"/>, unless it names a HOME itself.</summary>
    public ProcessRequest WithHome(ProcessRequest request) =>
        request.Environment.ContainsKey("HOME") ? request : request.WithVariable("HOME", Home);

    /// <summary>The request that does the same as this identity.</summary>
    public ProcessRequest Wrap(ProcessRequest request)
    {
        ProcessRequest withHome = WithHome(request);
        if (UserId == Libc.geteuid())
        {
            return withHome;
        }

        TestHost.RequireRoot();
        string uid = UserId.ToString(CultureInfo.InvariantCulture);
        string gid = GroupId.ToString(CultureInfo.InvariantCulture);
        return withHome with
        {
            FileName = TestHost.Require(Capability.Setpriv),
            Arguments = ["--reuid", uid, "--regid", gid, "--clear-groups", "--inh-caps=-all", "--", request.FileName, .. request.Arguments],
        };
    }

    public bool Equals(Identity? other) => other is not null && UserId == other.UserId && GroupId == other.GroupId;

    public override bool Equals(object? obj) => Equals(obj as Identity);

    public override int GetHashCode() => HashCode.Combine(UserId, GroupId);

    public override string ToString() => Name;

    void IXunitSerializable.Serialize(IXunitSerializationInfo info) => info.AddValue(nameof(Name), Name);

    void IXunitSerializable.Deserialize(IXunitSerializationInfo info)
    {
        Name = info.GetValue<string>(nameof(Name));
        UserId = Canonical.UserId;
        GroupId = Canonical.GroupId;
    }
}
