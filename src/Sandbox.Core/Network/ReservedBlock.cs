namespace Sandbox.Core.Network;

/// <summary>A range of addresses that is not the public network.</summary>
/// <param name="Network">Its first address.</param>
/// <param name="Prefix">Its leading bits.</param>
/// <param name="Name">What it is, as in "a private address".</param>
/// <param name="Never">No rule opens it: nothing can be meant by it.</param>
internal sealed record ReservedBlock(AddressKey Network, int Prefix, string Name, bool Never = false);
