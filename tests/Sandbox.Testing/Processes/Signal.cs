namespace Sandbox.Testing;

/// <summary>Linux signal numbers that tests send and expect.</summary>
public enum Signal
{
    None = 0,
    Hup = 1,
    Int = 2,
    Quit = 3,
    Abrt = 6,
    Kill = 9,
    Usr1 = 10,
    Segv = 11,
    Usr2 = 12,
    Pipe = 13,
    Term = 15,
    Chld = 17,
    Cont = 18,
    Stop = 19,
    Tstp = 20,
    Winch = 28,
    Sys = 31,
}
