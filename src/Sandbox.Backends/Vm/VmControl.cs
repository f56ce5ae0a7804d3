using Sandbox.Backends.Native;
using Sandbox.Backends.Vm.Links;
using Sandbox.Guest.Link;
using Sandbox.Linux.Files;
using Sandbox.Linux.Kernel;

namespace Sandbox.Backends.Vm;

/// <summary>What the owner of a machine can ask of the sandbox in it.</summary>
/// <param name="link">To the guest.</param>
/// <param name="conversation">Knows the sessions.</param>
internal sealed class VmControl(VmLink link, Conversation conversation) : LiveControl
{
    public override int? CountSessions() => conversation.Count;

    /// <summary>Nothing of this machine's can be attached in another one.</summary>
    public override bool ExpectMounts(bool expects) => false;

    public override bool SignalAll(int signal) => link.Send(FrameKind.SignalAll, value: (uint)signal);

    public override bool Join(JoinRequest session, Descriptor channel, uint? terminal, params IReadOnlyList<Descriptor> standard)
    {
        JoinedStreams joined = new(link, channel, terminal, standard);
        if (conversation.Add(joined.Make) is not { } number)
        {
            joined.Refuse();
            return true;
        }

        byte[] plan = session.Compile();
        SessionStart start = new() { Uid = ProcessIdentity.Uid, Gid = 0, Flags = (uint)joined.Flags, Size = terminal ?? 0 };
        bool sent = link.Start(FrameKind.Join, number, start, plan);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(plan);
        joined.Begin(number);
        return sent;
    }
}
