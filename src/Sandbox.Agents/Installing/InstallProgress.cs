namespace Sandbox.Agents.Installing;

/// <summary>On a terminal one line that shows the phase and how long it has taken; anywhere else one plain line per phase.</summary>
public sealed class InstallProgress : IInstallProgress, IDisposable
{
    private const string Frames = "|/-\\";
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(120);

#pragma warning disable CA2213 // The caller's.
    private readonly TextWriter _writer;
#pragma warning restore CA2213
    private readonly TimeProvider _clock;
    private readonly ITimer? _timer;
    private readonly Lock _gate = new();
    private string? _phase;
    private long _since;
    private int _frame;

    /// <param name="writer">Standard error, normally; not disposed.</param>
    /// <param name="isTerminal">The writer is an interactive terminal and this is not a CI job.</param>
    /// <param name="clock">Drives the animation.</param>
    public InstallProgress(TextWriter writer, bool isTerminal, TimeProvider clock)
    {
        _writer = writer;
        _clock = clock;
        _timer = isTerminal ? clock.CreateTimer(_ => Draw(), null, Interval, Interval) : null;
    }

    /// <inheritdoc/>
    public void Phase(string text)
    {
        lock (_gate)
        {
            _phase = text;
            _since = _clock.GetTimestamp();
            if (_timer is null)
            {
                _writer.WriteLine(text);
            }
        }

        Draw();
    }

    /// <inheritdoc/>
    public void Finish()
    {
        lock (_gate)
        {
            if (_timer is not null && _phase is not null)
            {
                _writer.Write("\r\u001b[K");
                _writer.Flush();
            }

            _phase = null;
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        Finish();
    }

    private void Draw()
    {
        lock (_gate)
        {
            if (_timer is not null && _phase is not null)
            {
                _writer.Write($"\r\u001b[K{Frames[_frame++ % Frames.Length]} {_phase} ({_clock.GetElapsedTime(_since).TotalSeconds:0} s)");
                _writer.Flush();
            }
        }
    }
}
