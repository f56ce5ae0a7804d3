namespace Sandbox.Egress.Tls;

internal enum ClientHelloState
{
    /// <summary>Right so far; more bytes are needed.</summary>
    Incomplete,

    /// <summary>Whole and well formed.</summary>
    Complete,

    /// <summary>Not a ClientHello, or one that two readers could read in two ways.</summary>
    Bad,
}
