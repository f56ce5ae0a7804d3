using Sandbox.Core.Hosts;
using Sandbox.Linux.Files;
using Sandbox.Linux.Processes;
using Sandbox.Linux.Sockets;
using Sandbox.Sessions.Live;
using Sandbox.Sessions.State;

namespace Sandbox.Cli.Live;

/// <summary>Ends a running sandbox.</summary>
internal static class LiveStop
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>False when there is none. Returns when it has gone.</summary>
    public static bool Run(HostFacts facts, string project)
    {
        using RunDirectory run = RunDirectory.Open(facts);
        _ = LiveEntry.Sweep(run);
        string id = ProjectKey.Of(project);
        using Descriptor? owner = LiveEntry.Connect(run, id);
        if (owner is null)
        {
            return false;
        }

        // The process that listens, held before anything is asked: its number cannot come to mean another one.
        using OtherProcess? process = OtherProcess.Behind(owner);
        if (!Ask(owner))
        {
            // It does not answer: stopped, or stuck. The kernel ends it, and the sandbox with it.
            process?.Kill();
        }

        LiveEntry.WaitUntilGone(run, id);
        return true;
    }

    private static bool Ask(Descriptor owner)
    {
        if (!DescriptorMessages.Send(owner, LiveCall.Say(LiveWords.Stop).Finish()))
        {
            return true;
        }

        using (ReceivedMessage? answer = LiveCall.Receive(owner))
        {
            if (answer is null)
            {
                return false;
            }
        }

        // Its end is the end of the owner.
        return Poll.Wait(owner, Patience);
    }
}
