namespace Sandbox.Egress.Http;

/// <summary>A body breaks the rules, or ends before its framing says so.</summary>
internal sealed class HttpMessageException(HttpProblem problem) : IOException(problem.Text)
{
    public HttpProblem Problem { get; } = problem;

    public static HttpMessageException Bad(string text) => new(HttpProblem.Bad(text));
}
