using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Sessions;

/// <summary>The sessions that are alive: pid inside and socket to its client, -1 for the first session and for clients that are gone.</summary>
internal unsafe struct SessionTable
{
    public int Count;

    /// <summary>The pid of the first session, or -1 once it has ended: a later session may get the same number.</summary>
    public int First;
    public fixed int Pids[PlanFormat.MaxSessions];
    public fixed int Channels[PlanFormat.MaxSessions];

    public bool IsFull => Count == PlanFormat.MaxSessions;

    public void Add(long pid, long channel)
    {
        Pids[Count] = (int)pid;
        Channels[Count] = (int)channel;
        Count++;
    }

    /// <summary>Its index, or -1.</summary>
    public int Find(long pid)
    {
        for (int i = 0; i < Count; i++)
        {
            if (Pids[i] == pid)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The last one takes its place.</summary>
    public void RemoveAt(int index)
    {
        Count--;
        Pids[index] = Pids[Count];
        Channels[index] = Channels[Count];
    }
}
