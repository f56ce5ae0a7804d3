namespace Sandbox.Probe;

/// <summary>What the kernel gave this program.</summary>
internal static unsafe class Surroundings
{
    public static byte** Environment;

    /// <summary>The value of a variable, or null.</summary>
    public static byte* Variable(byte* name)
    {
        for (byte** at = Environment; *at != null; at++)
        {
            int i = 0;
            while (name[i] != 0 && (*at)[i] == name[i])
            {
                i++;
            }

            if (name[i] == 0 && (*at)[i] == (byte)'=')
            {
                return *at + i + 1;
            }
        }

        return null;
    }
}
