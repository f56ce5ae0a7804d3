using System.Collections.Immutable;

namespace Sandbox.OfflineApi;

/// <summary>Keeps every request and writes one line about each; safe to use from any thread.</summary>
internal sealed class RequestRecorder(TextWriter? log)
{
    private readonly TextWriter? log = log is null ? null : TextWriter.Synchronized(log);
    private ImmutableList<RecordedRequest> requests = [];

    /// <summary>What has arrived so far; later requests do not change a list that was handed out.</summary>
    public IReadOnlyList<RecordedRequest> Requests => Volatile.Read(ref requests);

    public void Add(RecordedRequest request) => ImmutableInterlocked.Update(ref requests, list => list.Add(request));

    /// <summary>Logs how a request was answered. Names the kind of credential and never its value: logs outlive tests.</summary>
    public void Note(RecordedRequest request, string answer)
    {
        var credential = (request.ApiKey, request.Authorization) switch
        {
            (not null, not null) => "x-api-key+authorization",
            (not null, null) => "x-api-key",
            (null, not null) => "authorization",
            _ => "no credential",
        };
        log?.WriteLine($"{request.Method} {request.Path}{request.Query} [{credential}] -> {answer}");
        log?.Flush();
    }
}
