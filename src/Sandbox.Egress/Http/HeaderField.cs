namespace Sandbox.Egress.Http;

/// <summary>One line of a head. Both parts are Latin-1: a character is a byte.</summary>
/// <param name="Name">A token, as it was written.</param>
/// <param name="Value">Without the white space around it; no control character but the tab.</param>
internal readonly record struct HeaderField(string Name, string Value)
{
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
}
