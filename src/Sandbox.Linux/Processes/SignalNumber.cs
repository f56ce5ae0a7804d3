namespace Sandbox.Linux.Processes;

/// <summary>Signals by number (asm-generic/signal.h).</summary>
public static class SignalNumber
{
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int User1 = 10;
    public const int User2 = 12;
    public const int Terminate = 15;
    public const int WindowChanged = 28;
}
