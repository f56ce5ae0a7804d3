using Sandbox.Egress.Tls;

namespace Sandbox.Egress.Tunnels;

/// <summary>Tells what a client speaks by its first bytes. More bytes never change an answer, however they are cut into pieces.</summary>
internal static class PrefaceLook
{
    /// <summary>Null while it cannot be told.</summary>
    /// <param name="bytes">All that has come, from the first byte on.</param>
    /// <param name="needed">While it cannot be told: with fewer bytes than this it makes no sense to ask again.</param>
    public static Preface? At(ReadOnlyMemory<byte> bytes, out int needed)
    {
        needed = bytes.Length + 1;
        if (!TlsClientHello.MayBe(bytes.Span))
        {
            return HttpLook.IsRequest(bytes.Span) switch
            {
                true => new() { Kind = PrefaceKind.Http, Bytes = bytes },
                false => new() { Kind = PrefaceKind.Other, Bytes = bytes },
                null when bytes.Length > HttpLook.LongestLine => new() { Kind = PrefaceKind.Bad, Problem = "first line too long" },
                null => null,
            };
        }

        ClientHello hello = TlsClientHello.Read(bytes.Span);
        needed = Math.Max(needed, hello.Needed);
        return hello.State switch
        {
            ClientHelloState.Complete => new() { Kind = PrefaceKind.Tls, Bytes = bytes, ServerName = hello.ServerName },
            ClientHelloState.Bad => new() { Kind = PrefaceKind.Bad, Problem = hello.Problem },
            _ => null,
        };
    }
}
