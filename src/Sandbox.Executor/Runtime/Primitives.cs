// The part of a core library that the C# compiler and ilc insist on (docs/adr/0002). No garbage collector, no
// exceptions, no allocation: only what lets structs, pointers and u8 literals compile.
namespace System
{
    public class Object
    {
        internal unsafe IntPtr m_pMethodTable;

        ~Object()
        {
        }
    }

    public struct Void { }
    public struct Boolean { }
    public struct Char { }
    public struct SByte { }
    public struct Byte { }
    public struct Int16 { public const short MaxValue = 0x7FFF; }
    public struct UInt16 { public const ushort MaxValue = 0xFFFF; }
    public struct Int32 { public const int MaxValue = 0x7FFF_FFFF; }
    public struct UInt32 { public const uint MaxValue = 0xFFFF_FFFF; }
    public struct Int64 { }
    public struct UInt64 { }
    public struct Single { }
    public struct Double { }
    public struct IntPtr { }
    public struct UIntPtr { }
    public abstract class ValueType { }
    public abstract class Enum : ValueType { }
    public struct Nullable<T> where T : struct { }
    public abstract class Array { private int _length; }
    public sealed class String { private readonly int _length; private char _first; }
    public abstract class Delegate { }
    public abstract class MulticastDelegate : Delegate { }
    public struct RuntimeTypeHandle { private IntPtr _value; }
    public struct RuntimeMethodHandle { private IntPtr _value; }
    public struct RuntimeFieldHandle { private IntPtr _value; }
    public class Type { }

    /// <summary>Exists for u8 literals, which the compiler builds from (pointer, length).</summary>
    public readonly ref struct ReadOnlySpan<T>
    {
        private readonly ref T _first;
        private readonly int _length;

        public unsafe ReadOnlySpan(void* pointer, int length)
        {
            _first = ref *(T*)pointer;
            _length = length;
        }

        // The compiler looks these up by shape for literals on targets without static data; nothing here calls them.
        public ReadOnlySpan(T[] array, int start, int length) => this = default;

        public ReadOnlySpan(T[] array) => this = default;

        public int Length => _length;

        public ref readonly T GetPinnableReference() => ref _first;
    }
}
