using Sandbox.Core.Network;

namespace Sandbox.Core.Tests.Network;

public sealed class NetworkWhyTests
{
    [Fact]
    public void A_refusal_says_why_and_what_would_allow_it() =>
        Assert.Equal(
            "evil.example:443: refused: no rule allows it; --allow evil.example:443 would allow it\n",
            NetworkWhy.Explain(Rules.Of([], [], "npm"), Rules.Host("evil.example"), 443));

    [Fact]
    public void Without_a_port_every_port_that_matters_is_answered() =>
        Assert.Equal(
            """
            github.com:22: allowed: allowed by preset github
            github.com:80: refused: no rule allows port 80, only 22, 443; --allow github.com:80 would allow it
            github.com:443: allowed: allowed by preset github
            where the name leads is checked when it is dialled: addresses that are not public need a rule of their own

            """,
            NetworkWhy.Explain(Rules.Of([], [], "github"), Rules.Host("github.com"), null));

    [Fact]
    public void A_denial_offers_nothing() =>
        Assert.Equal("[::1]:80: refused: denied by rule [::1]\n", NetworkWhy.Explain(Rules.Of(["[::1]"], ["[::1]"]), Rules.Host("::1"), 80));

    [Fact]
    public void A_private_address_says_what_it_is() =>
        Assert.Contains("it is a private address: refused unless a rule names the address; --allow 10.0.0.1:80", NetworkWhy.Explain(Rules.Allow("any"), Rules.Host("10.0.0.1"), 80), StringComparison.Ordinal);
}
