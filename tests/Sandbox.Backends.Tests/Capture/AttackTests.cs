namespace Sandbox.Backends.Tests.Capture;

/// <summary>What is inside cannot change or leave its network (NW-14), and cannot take what the launcher listens on.</summary>
public sealed class AttackTests
{
    private const string Still = "tcp 198.18.0.7 4321";

    /// <summary>Each works for whoever owns a network namespace: the control.</summary>
    private static readonly string[] Attacks = ["link veth", "address", "route", "down", "table", "flush", "option mark", "option transparent", "raw"];

    /// <summary>The filter allows no netlink of nf_tables at all; the rest is the kernel's word, because nobody inside owns the network.</summary>
    [TheoryWithin(30)]
    [ClassData(typeof(IdentityData))]
    public void Interfaces_routes_filters_and_marks_cannot_be_changed_and_the_capture_stays(Identity identity)
    {
        string? dialled = null;
        CapturedRun run = CapturedRun.Of(identity, string.Join(" , ", [.. Attacks, Still]), s => dialled = Peers.AnswerOne(s.Capture!)).ExpectSuccess();
        Assert.Equal(Attacks.Select(a => $"{a} = {(a is "table" or "flush" ? "EAFNOSUPPORT" : "EPERM")}"), Attacks.Select(a => $"{a} = {run.Answers[a]}"));
        Assert.Equal("198.18.0.7:4321", dialled);
    }

    [TheoryWithin(30)]
    [ClassData(typeof(IdentityData))]
    public void The_same_attacks_work_where_the_network_belongs_to_the_attacker(Identity identity)
    {
        using TempDirectory directory = TempDirectory.CreateFor(identity);
        string[] words = string.Join(" , ", ["up", .. Attacks]).Split(' ');
        ProcessRun.RunAs(identity, new ProcessRequest("/usr/bin/unshare", ["--user", "--map-root-user", "--net", ExecutorCopy.Probe, directory.At("out"), .. words])).ExpectExit();
        IReadOnlyDictionary<string, string> answers = CapturedRun.Read(directory.At("out"));
        Assert.Equal(Attacks.Select(a => $"{a} = ok"), Attacks.Select(a => $"{a} = {answers[a]}"));
    }

    /// <summary>The kernel lets everybody bind a socket to an interface, and asks no route for it then: the packets end on the loopback interface.</summary>
    [TheoryWithin(30)]
    [ClassData(typeof(IdentityData))]
    public void A_socket_bound_to_an_interface_leads_nowhere_either(Identity identity)
    {
        List<string> dialled = [];
        CapturedRun run = CapturedRun.Of(identity, $"option device eth0 , viadevice 1.1.1.1 443 , viadevice 169.254.169.254 80 , {Still}", s =>
        {
            while (!dialled.Contains("198.18.0.7:4321"))
            {
                dialled.Add(Peers.AnswerOne(s.Capture!));
            }
        }).ExpectSuccess();
        Assert.Equal(["198.18.0.7:4321"], dialled);
        Assert.Equal("ENODEV", run.Answers["option device eth0"]);
        Assert.Equal("ok, not connected", run.Answers["viadevice 1.1.1.1 443"]);
        Assert.Equal("ok, not connected", run.Answers["viadevice 169.254.169.254 80"]);
    }

    [TheoryWithin(30)]
    [ClassData(typeof(IdentityData))]
    public void The_launchers_ports_cannot_be_taken(Identity identity)
    {
        (string Probe, string Answer)[] table =
        [
            ("listen 127.0.0.1 3128", "EADDRINUSE"), ("listen 0.0.0.0 3129", "EADDRINUSE"), ("listen 127.0.0.1 1", "EACCES"),
            ("listen 10.0.2.3 53", "EACCES"), ("listen 198.18.0.7 443", "EACCES"), ("listen 127.0.0.1 8080", "ok"),
        ];
        CapturedRun run = CapturedRun.Of(identity, string.Join(" , ", table.Select(t => t.Probe)), _ => { }).ExpectSuccess();
        Assert.Equal(table.Select(t => $"{t.Probe} = {t.Answer}"), run.Answers.Select(a => $"{a.Key} = {a.Value}"));
    }

    [FactWithin(30)]
    public void A_server_inside_on_a_fake_address_does_not_get_what_is_dialled_there()
    {
        string? dialled = null;
        CapturedRun run = CapturedRun.Of(Identity.User, "usurp 198.18.0.9 4321", s => dialled = Peers.AnswerOne(s.Capture!)).ExpectSuccess();
        Assert.Equal("198.18.0.9:4321", dialled);
        Assert.Equal("listening, ok from 10.0.2.15 got 198.18.0.9:4321/hello", run.Answers["usurp 198.18.0.9 4321"]);
    }
}
