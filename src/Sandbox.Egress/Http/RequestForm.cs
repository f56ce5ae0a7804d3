namespace Sandbox.Egress.Http;

/// <summary>The four forms of a request target (RFC 9112, section 3.2).</summary>
internal enum RequestForm
{
    Origin,
    Absolute,
    Authority,
    Asterisk,
}
