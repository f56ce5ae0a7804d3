using System.Text;
using System.Text.Json;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;

namespace Sandbox.Bench.Network;

/// <summary>A probe that lives at the other end of a way until it is disposed of, and answers questions.</summary>
internal sealed class ProbeSession : IDisposable
{
    private const int SIGKILL = 9;
    private const string Mark = "probe ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Parting = TimeSpan.FromSeconds(5);

    private readonly Descriptor _questions;
    private readonly Descriptor _answers;
    private readonly SpawnedProcess _process;
    private readonly StringBuilder _text = new();
    private readonly string _messages;

    /// <param name="way">What to start.</param>
    /// <param name="messages">A file for what it says on stderr.</param>
    public ProbeSession(Way way, string messages)
    {
        Way = way;
        _messages = messages;
        File.WriteAllText(messages, string.Empty);
        (Descriptor input, _questions) = Descriptor.Pipe();
        (_answers, Descriptor output) = Descriptor.Pipe();
        using (input)
        using (output)
        using (Descriptor error = Descriptor.Append(messages))
        {
            _process = Spawn.Start(way.Executable, [way.Executable, .. way.Arguments], way.Environment, [(input, 0), (output, 1), (error, 2)]);
        }
    }

    public Way Way { get; }

    public int Pid => _process.Pid;

    /// <exception cref="BenchException">It has failed, or does not answer.</exception>
    public JsonElement Ask(string question)
    {
        JsonElement answer = Try(question);
        return answer.TryGetProperty("error", out JsonElement error) ? throw new BenchException($"{Way.Name}: {error.GetString()}{Messages()}") : answer;
    }

    /// <summary>Asks something whose answer is a list of numbers.</summary>
    public double[] Numbers(string question, string property) => [.. Ask(question).GetProperty(property).EnumerateArray().Select(n => n.GetDouble())];

    public void Dispose()
    {
        // The end of its questions is the probe's end.
        _questions.Dispose();
        if (!Poll.Wait(_process.Ended, Parting))
        {
            _ = _process.Signal(SIGKILL);
        }

        _ = _process.Wait();
        _process.Dispose();
        _answers.Dispose();
    }

    private JsonElement Try(string question)
    {
        try
        {
            _questions.WriteAll(Encoding.ASCII.GetBytes(question + "\n"));
        }
        catch (IOException)
        {
            throw new BenchException($"{Way.Name}: has ended{Messages()}");
        }

        string line;
        while (!(line = Line(question)).StartsWith(Mark, StringComparison.Ordinal))
        {
        }

        using JsonDocument document = JsonDocument.Parse(line[Mark.Length..]);
        return document.RootElement.Clone();
    }

    private string Line(string question)
    {
        Span<byte> buffer = stackalloc byte[4096];
        int end;
        while ((end = _text.ToString().IndexOf('\n', StringComparison.Ordinal)) < 0)
        {
            int count = Poll.Wait(_answers, Patience) ? _answers.Read(buffer) : 0;
            if (count == 0)
            {
                throw new BenchException($"{Way.Name}: no answer to {question}{Messages()}");
            }

            _text.Append(Encoding.ASCII.GetString(buffer[..count]));
        }

        string line = _text.ToString(0, end);
        _text.Remove(0, end + 1);
        return line;
    }

    private string Messages() => File.ReadAllText(_messages) is { Length: > 0 } text ? ": " + text.Trim() : string.Empty;
}
