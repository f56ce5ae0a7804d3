using Xunit;

namespace Sandbox.Testing;

/// <summary>Every available identity: <c>[Theory, ClassData(typeof(IdentityData))]</c> or <c>[MemberData(nameof(IdentityData.All), MemberType = ...)]</c>.</summary>
public sealed class IdentityData : TheoryData<Identity>
{
    public IdentityData()
    {
        foreach (Identity identity in Identity.Available)
        {
            Add(identity);
        }
    }

    public static TheoryData<Identity> All => new IdentityData();
}
