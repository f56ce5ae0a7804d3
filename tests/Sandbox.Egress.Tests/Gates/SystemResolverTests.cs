using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Sandbox.Egress.Gates;
using Sandbox.Egress.Tests.Connections;

namespace Sandbox.Egress.Tests.Gates;

/// <summary>The host's resolver is asked for exactly the name that was decided on, and cannot hold anything up.</summary>
public sealed class SystemResolverTests : IDisposable
{
    private readonly TempDirectory _directory = TempDirectory.Create();
    private readonly ConcurrentQueue<string> _asked = new();

    private string Hosts => Path.Combine(_directory.Path, "hosts");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_name_with_a_dot_is_asked_for_as_a_whole()
    {
        using SystemResolver resolver = Resolver(_ => [MapResolver.Public]);
        Resolved resolved = await resolver.ResolveAsync(TestEgress.Host("api.example.com"), CancellationToken.None);

        Assert.Equal([MapResolver.Public], resolved.Addresses);
        Assert.Equal(["api.example.com."], _asked);
    }

    [Fact]
    public async Task A_single_word_is_the_user_s_own_network()
    {
        using SystemResolver resolver = Resolver(_ => [MapResolver.Public]);
        await resolver.ResolveAsync(TestEgress.Host("db"), CancellationToken.None);

        Assert.Equal(["db"], _asked);
    }

    [Fact]
    public async Task The_hosts_file_comes_first_and_is_read_anew()
    {
        using SystemResolver resolver = Resolver(_ => [MapResolver.Public], keep: TimeSpan.Zero);
        await File.WriteAllTextAsync(Hosts, "# api.example.com\n10.0.0.1 other API.example.com # that one\n10.0.0.2\tapi.example.com\n::1 myapi.example.com\nx api.example.com\n");
        Resolved first = await resolver.ResolveAsync(TestEgress.Host("api.example.com"), CancellationToken.None);
        await File.WriteAllTextAsync(Hosts, "");
        Resolved second = await resolver.ResolveAsync(TestEgress.Host("api.example.com"), CancellationToken.None);

        Assert.Equal(["10.0.0.1", "10.0.0.2"], first.Addresses.Select(a => a.ToString()));
        Assert.Equal([MapResolver.Public], second.Addresses);
    }

    [Fact]
    public async Task A_question_is_asked_once_at_a_time_and_its_answer_kept()
    {
        using ManualResetEventSlim go = new();
        using SystemResolver resolver = Resolver(_ =>
        {
            go.Wait();
            return [MapResolver.Public];
        });
        Task<Resolved>[] all = [.. Enumerable.Range(0, 50).Select(_ => resolver.ResolveAsync(TestEgress.Host("a.example"), CancellationToken.None))];
        go.Set();
        await Task.WhenAll(all);
        await resolver.ResolveAsync(TestEgress.Host("a.example"), CancellationToken.None);

        Assert.Single(_asked);
    }

    [Fact]
    public async Task A_failure_is_a_few_words_and_not_kept()
    {
        bool fail = true;
        using SystemResolver resolver = Resolver(_ => fail ? throw new SocketException((int)SocketError.HostNotFound) : [MapResolver.Public]);
        Resolved first = await resolver.ResolveAsync(TestEgress.Host("a.example"), CancellationToken.None);
        fail = false;
        Resolved second = await resolver.ResolveAsync(TestEgress.Host("a.example"), CancellationToken.None);

        Assert.Equal("no such name", first.Problem);
        Assert.Equal([MapResolver.Public], second.Addresses);
    }

    [Fact]
    public async Task A_resolver_that_is_down_costs_the_limit_and_nobody_else()
    {
        using ManualResetEventSlim never = new();
        using SystemResolver resolver = Resolver(
            name =>
            {
                if (name.StartsWith("slow", StringComparison.Ordinal))
                {
                    never.Wait();
                }

                return [MapResolver.Public];
            },
            limit: TimeSpan.FromMilliseconds(300));
        Task<Resolved>[] slow = [.. Enumerable.Range(0, 10).Select(i => resolver.ResolveAsync(TestEgress.Host($"slow{i}.example"), CancellationToken.None))];
        Resolved quick = await resolver.ResolveAsync(TestEgress.Host("quick.example"), CancellationToken.None);

        Assert.Equal([MapResolver.Public], quick.Addresses);
        Assert.All(await Task.WhenAll(slow), r => Assert.Equal("no answer from the resolver in 0.3 s", r.Problem));
        never.Set();
    }

    [Fact]
    public async Task More_slow_names_than_there_are_places_end_in_time_too()
    {
        using ManualResetEventSlim never = new();
        using SystemResolver resolver = Resolver(
            _ =>
            {
                never.Wait();
                return [];
            },
            limit: TimeSpan.FromMilliseconds(200));
        Task<Resolved>[] all = [.. Enumerable.Range(0, 300).Select(i => resolver.ResolveAsync(TestEgress.Host($"slow{i}.example"), CancellationToken.None))];

        Assert.All(await Task.WhenAll(all), r => Assert.Empty(r.Addresses));
        Assert.InRange(_asked.Count, 1, 16);
        never.Set();
    }

    [Fact]
    public async Task The_system_s_own_resolver_knows_this_machine()
    {
        using SystemResolver resolver = new();

        Assert.Contains((await resolver.ResolveAsync(TestEgress.Host("localhost"), CancellationToken.None)).Addresses, IPAddress.IsLoopback);
    }

    private SystemResolver Resolver(Func<string, IPAddress[]> answer, TimeSpan? limit = null, TimeSpan? keep = null) => new(
        name =>
        {
            _asked.Enqueue(name);
            return answer(name);
        },
        Hosts,
        limit,
        keep);
}
