namespace Sandbox.Templating;

/// <summary>A mistake in a template, or a value that it cannot take.</summary>
public sealed class TemplateException : Exception
{
    internal TemplateException(SourcePosition at, string what, Exception? inner = null)
        : base($"{at.File}:{at.Line}:{at.Column}: {what}", inner)
    {
        At = at;
    }

    /// <summary>Where; the message begins with it.</summary>
    public SourcePosition At { get; }
}
