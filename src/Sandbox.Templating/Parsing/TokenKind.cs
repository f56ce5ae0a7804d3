namespace Sandbox.Templating.Parsing;

internal enum TokenKind
{
    /// <summary>The rest of the code block is empty.</summary>
    End,
    Name,
    Text,
    Number,

    /// <summary>One of the operators and brackets that are understood.</summary>
    Sign,
}
