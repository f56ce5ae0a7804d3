using System.Globalization;
using System.IO.Pipes;

namespace Sandbox.OfflineApi.Tests;

public sealed class ServerProgramTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("offline-api-").FullName;
    private readonly StringWriter stderr = new();
    private readonly CancellationTokenSource stop = new(TimeSpan.FromSeconds(30));

    private string PortPath => Path.Join(directory, "port");

    [Fact]
    public async Task It_writes_its_port_serves_and_ends_with_zero_when_told_to_stop()
    {
        var program = ServerProgram.RunAsync(["--port-file", PortPath, "--log", Path.Join(directory, "log")], Stream.Null, stderr, stop.Token);
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{await PortAsync()}/"));
        await stop.CancelAsync();

        Assert.Equal(0, await program);
        Assert.Equal("", stderr.ToString());
        Assert.Equal("GET / [no credential] -> 404 not_found_error\n", await File.ReadAllTextAsync(Path.Join(directory, "log")));
    }

    [Fact]
    public async Task It_leaves_no_temporary_file_behind()
    {
        var program = ServerProgram.RunAsync(["--port-file", PortPath], Stream.Null, stderr, stop.Token);
        await PortAsync();

        Assert.Equal([PortPath], Directory.GetFileSystemEntries(directory));
        await stop.CancelAsync();
        await program;
    }

    [Fact]
    public async Task It_ends_when_its_standard_input_closes_if_asked_to()
    {
        var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        var stdin = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        var program = ServerProgram.RunAsync(["--until-stdin-closes", "--port-file", PortPath], stdin, stderr, stop.Token);
        await PortAsync();
        await writer.WriteAsync("typed words do not end it\n"u8.ToArray());
        await writer.FlushAsync();
        await Task.Delay(100);
        Assert.False(program.IsCompleted);

        await writer.DisposeAsync();

        Assert.Equal(0, await program);
        Assert.False(stop.IsCancellationRequested);
        await stdin.DisposeAsync();
    }

    [Fact]
    public async Task A_closed_standard_input_does_not_end_it_otherwise()
    {
        var program = ServerProgram.RunAsync(["--port-file", PortPath], Stream.Null, stderr, stop.Token);
        await PortAsync();
        await Task.Delay(100);

        Assert.False(program.IsCompleted);
        await stop.CancelAsync();
        await program;
    }

    [Theory]
    [InlineData("--port-file is required")]
    [InlineData("--port-file needs a file name", "--port-file")]
    [InlineData("--log needs a file name", "--port-file", "p", "--log", "")]
    [InlineData("unknown argument '--prot-file'", "--prot-file", "p")]
    public async Task A_wrong_command_line_is_refused_with_two(string problem, params string[] arguments)
    {
        Assert.Equal(2, await ServerProgram.RunAsync(arguments, Stream.Null, stderr, stop.Token));
        Assert.StartsWith($"sandbox-offline-api: {problem}\nusage: ", stderr.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_file_that_cannot_be_written_is_an_error()
    {
        var path = Path.Join(directory, "missing", "port");

        Assert.Equal(1, await ServerProgram.RunAsync(["--port-file", path], Stream.Null, stderr, stop.Token));
        Assert.StartsWith("sandbox-offline-api: cannot serve: ", stderr.ToString(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var file in Directory.GetFiles(directory))
        {
            File.Delete(file);
        }

        Directory.Delete(directory);
        stderr.Dispose();
        stop.Dispose();
    }

    private async Task<int> PortAsync()
    {
        while (!File.Exists(PortPath))
        {
            await Task.Delay(10, stop.Token);
        }

        return int.Parse(await File.ReadAllTextAsync(PortPath), CultureInfo.InvariantCulture);
    }
}
