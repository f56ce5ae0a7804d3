using Sandbox.Backends.Vm.Links;
using Sandbox.Linux.Files;

namespace Sandbox.Backends.Tests.Vm;

/// <summary>CL-24: what a machine writes to its console is kept as far as one line needs it.</summary>
public sealed class ConsoleTailTests
{
    private const int Many = 64 << 20;

    [FactWithin(60)]
    public void However_much_a_machine_writes_one_short_line_that_cannot_reach_the_terminal_is_kept()
    {
        (Descriptor read, Descriptor write) = Descriptor.Pipe();
        ConsoleTail tail = new(read);
        byte[] junk = new byte[64 * 1024];
        new Random(7).NextBytes(junk);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using (write)
        {
            for (int sent = 0; sent < Many; sent += junk.Length)
            {
                write.WriteAll(junk);
            }

            write.WriteAll([(byte)'\n', .. "\u001b]0;owned\u0007 panic \u202e"u8, .. new byte[5000], (byte)'\n']);
            Assert.True(GC.GetTotalMemory(forceFullCollection: true) - before < Many / 8);
        }

        string line = tail.LastLine()!;
        Assert.InRange(line.Length, 1, 300 * 6);
        Assert.DoesNotContain(line, static c => char.IsControl(c) || c == '\u202e');
    }

    [FactWithin(60)]
    public void The_last_line_of_an_ordinary_console_is_told()
    {
        // The control: what is kept is what was said last.
        (Descriptor read, Descriptor write) = Descriptor.Pipe();
        ConsoleTail tail = new(read);
        using (write)
        {
            write.WriteAll("first\nKernel panic - not syncing\n\n"u8);
        }

        Assert.Equal("Kernel panic - not syncing", tail.LastLine());
    }
}
