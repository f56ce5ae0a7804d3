using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Sandbox.Core.Network;
using Sandbox.Core.Planning;
using Xunit.Abstractions;

namespace Sandbox.Egress.Tests.Names;

/// <summary>Hosts and rules out of rubbish: refused, or read the same way by everybody. FUZZ_SECONDS sets how long the run with a new seed takes.</summary>
public sealed class HostNameFuzzTests(ITestOutputHelper output)
{
    private static readonly string[] Parts =
        ["a", "Z", "0", "9", "-", ".", "..", ":", "::", "/", "%", "@", "[", "]", "*", "*.", "any", "0x", "1e", "127", "255", "256", "ffff", "example", "com", "xn--", ":443", ":*", "/8", "\0", " ", "\u00e9", "\u200b", "\u0130"];

    [Fact]
    public void Rubbish_of_a_known_seed_is_refused_or_read_the_same_way_by_everybody() => Run(new Random(20260701), count: 200_000, seconds: 60);

    [FactWithin(3600)]
    public void Rubbish_of_a_new_seed_is_refused_or_read_the_same_way_by_everybody()
    {
        int seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        Run(new Random(seed), int.MaxValue, double.Parse(Environment.GetEnvironmentVariable("FUZZ_SECONDS") ?? "0.5", CultureInfo.InvariantCulture));
    }

    private void Run(Random random, int count, double seconds)
    {
        Stopwatch watch = Stopwatch.StartNew();
        int hosts = 0;
        int rules = 0;
        int i = 0;
        for (; i < count && watch.Elapsed.TotalSeconds < seconds; i++)
        {
            string text = string.Concat(random.GetItems(Parts, random.Next(9)));
            hosts += CheckHost(text) ? 1 : 0;
            rules += CheckRule(text) ? 1 : 0;
        }

        output.WriteLine($"{i} texts, {hosts} hosts, {rules} rules");
        Assert.True(hosts > i / 20 && rules > i / 20, $"{i} texts, {hosts} hosts, {rules} rules");
    }

    private static bool CheckHost(string text)
    {
        bool read = HostName.TryParse(text, out HostName? host, out string problem);
        Assert.True(read == HostName.TryParse(Encoding.UTF8.GetBytes(text), out HostName? ofBytes, out _) && Equals(host, ofBytes), text);
        Assert.True(read == (problem.Length == 0), text);
        if (host is null)
        {
            return false;
        }

        Assert.True(HostName.TryParse(host.ToString(), out HostName? again, out _) && again.Equals(host), text);
        Assert.True(host.ToString().All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.' or ':'), text);

        // The system's own reader takes for an address what is one, and nothing else.
        Assert.True(IPAddress.TryParse(host.ToString(), out IPAddress? address) == host.IsAddress && Equals(address, host.Address), text);
        return true;
    }

    private static bool CheckRule(string text)
    {
        Findings findings = new();
        NetworkRules rules = NetworkRules.Parse([text], [], [], findings);
        Assert.True(findings.Any == (rules.Allow.Count == 0), text);
        if (rules.Allow is not [{ Name: { } name } rule])
        {
            return !findings.Any;
        }

        HostName below = HostName.TryParse("x." + name, out HostName? longer, out _) ? longer : name;
        bool exact = rule.Kind == NetworkRuleKind.Name;
        int port = rule.Ports is [int first, ..] ? first : 7;
        Assert.True(rules.Decide(name, port).Allowed == exact && rules.Decide(below, port).Allowed != exact && rules.MayHave(exact ? name : below), text);
        return true;
    }
}
