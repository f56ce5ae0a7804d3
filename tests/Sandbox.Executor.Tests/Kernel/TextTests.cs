using System.Runtime.InteropServices;
using System.Text;
using KernelText = Sandbox.Executor.Kernel.Text;

namespace Sandbox.Executor.Tests.Kernel;

/// <summary>Bytes that end in NUL.</summary>
public sealed unsafe class TextTests
{
    [Theory]
    [InlineData(0UL, 10u, "0")]
    [InlineData(9UL, 10u, "9")]
    [InlineData(10UL, 10u, "10")]
    [InlineData(1001UL, 10u, "1001")]
    [InlineData(ulong.MaxValue, 10u, "18446744073709551615")]
    [InlineData(0b111_101_101UL, 8u, "755")]
    [InlineData(0UL, 8u, "0")]
    [InlineData(ulong.MaxValue, 8u, "1777777777777777777777")]
    public void A_number_is_written_without_a_terminator(ulong value, uint radix, string expected)
    {
        byte* buffer = stackalloc byte[32];
        new Span<byte>(buffer, 32).Fill(0xEE);
        int length = KernelText.Number(buffer, value, radix);
        Assert.Equal(expected, Encoding.ASCII.GetString(buffer, length));
        Assert.Equal(0xEE, buffer[length]);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("/a/b", 4)]
    public void The_length_does_not_count_the_terminator(string text, int expected) =>
        With(text, p => Assert.Equal(expected, KernelText.Length((byte*)p)));

    [Theory]
    [InlineData("/", 1)]
    [InlineData("/a", 1)]
    [InlineData("/a/b", 3)]
    [InlineData("/a/b/", 5)]
    [InlineData("", 0)]
    public void The_last_component_begins_after_the_last_slash(string text, int expected) =>
        With(text, p => Assert.Equal(expected, KernelText.LastComponent((byte*)p)));

    [Fact]
    public void Copying_leaves_the_terminator_out()
    {
        byte* buffer = stackalloc byte[8];
        new Span<byte>(buffer, 8).Fill(0xEE);
        int length = KernelText.Copy(buffer, KernelText.Z("abc\0"u8));
        Assert.Equal("abc", Encoding.ASCII.GetString(buffer, length));
        Assert.Equal(0xEE, buffer[3]);
    }

    [Fact]
    public void Only_as_many_bytes_as_asked_for_are_compared()
    {
        byte* a = KernelText.Z("/a/b\0"u8);
        byte* b = KernelText.Z("/a/c\0"u8);
        Assert.True(KernelText.Same(a, b, 3));
        Assert.False(KernelText.Same(a, b, 4));
        Assert.True(KernelText.Same(a, b, 0));
    }

    private static void With(string text, Action<nint> use)
    {
        nint pointer = Marshal.StringToCoTaskMemUTF8(text);
        try
        {
            use(pointer);
        }
        finally
        {
            Marshal.FreeCoTaskMem(pointer);
        }
    }
}
