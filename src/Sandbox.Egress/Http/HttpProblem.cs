namespace Sandbox.Egress.Http;

/// <summary>Why a message is refused.</summary>
/// <param name="Status">The status of the answer, 400 to 599.</param>
/// <param name="Text">One line, lower case, no full stop; never quotes what was sent.</param>
internal sealed record HttpProblem(int Status, string Text)
{
    public static HttpProblem Bad(string text) => new(400, text);

    public static HttpProblem TooLarge(string text) => new(431, text);
}
