namespace Sandbox.Cli.Live;

/// <summary>Something to be put away at the end, unless another process does that.</summary>
/// <param name="make">Makes it; null when there is nothing.</param>
internal sealed class Handed<T>(Func<T?> make) : IDisposable
    where T : class, IDisposable
{
    public T? Value { get; } = make();

    /// <summary>Another process puts it away.</summary>
    public bool IsElsewhere { get; set; }

    public void Dispose()
    {
        if (!IsElsewhere)
        {
            Value?.Dispose();
        }
    }
}
