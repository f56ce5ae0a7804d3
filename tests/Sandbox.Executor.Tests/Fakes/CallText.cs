using System.Globalization;
using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Tests.Fakes;

/// <summary>A call in words, while its pointers are still good. C prefixes of flags are left out: <c>PATH|CLOEXEC</c>.</summary>
internal readonly unsafe partial struct CallText(FakeKernel kernel)
{
    public string Of(long number, in CallArguments a) => $"{Symbols.Call(number)}({Arguments(number, a)})";

    private string Arguments(long number, in CallArguments a) => number switch
    {
        Nr.close or Nr.fstat or Nr.fchdir => kernel.Name(a.A),
        Nr.close_range => $"{a.A}, {(a.B == uint.MaxValue ? "all" : a.B.ToString(CultureInfo.InvariantCulture))}",
        Nr.dup3 => $"{kernel.Name(a.A)}, {a.B}, {Symbols.Bits(a.C, "O_")}",
        Nr.read => $"{kernel.Name(a.A)}, {a.C}",
        Nr.pread64 => $"{kernel.Name(a.A)}, {a.C}, {a.D}",
        Nr.write => $"{kernel.Name(a.A)}, {Data(a)}",
        Nr.pipe2 => Symbols.Bits(a.B, "O_"),
        Nr.fcntl => $"{kernel.Name(a.A)}, {Symbols.Value("F_", a.B)}",
        Nr.mmap => $"{a.B}",
        Nr.openat => $"{kernel.Name(a.A)}, {Quote(a.B)}, {Symbols.Bits(a.C, "O_")}{((a.C & C.O_CREAT) == 0 ? string.Empty : $", {Octal(a.D)}")}",
        Nr.openat2 => OpenHow(a),
        Nr.mkdirat or Nr.mknodat => $"{kernel.Name(a.A)}, {Quote(a.B)}, {Octal(a.C)}",
        Nr.symlinkat => $"{Quote(a.A)}, {kernel.Name(a.B)}, {Quote(a.C)}",
        Nr.unlinkat => $"{kernel.Name(a.A)}, {Quote(a.B)}",
        Nr.chdir or Nr.fsopen => Quote(a.A),
        Nr.sethostname => $"{Quote(a.A)}, {a.B}",
        Nr.pivot_root => $"{Quote(a.A)}, {Quote(a.B)}",
        Nr.umount2 => $"{Quote(a.A)}, {Symbols.Bits(a.B, "MNT_")}",
        Nr.mount => $"{Quote(a.A)}, {Quote(a.B)}, {Quote(a.C)}, {Symbols.Bits(a.D, "MS_")}",
        Nr.fsconfig => a.B == C.FSCONFIG_CMD_CREATE ? $"{kernel.Name(a.A)}, create" : $"{kernel.Name(a.A)}, {Quote(a.C)}, {Quote(a.D)}",
        Nr.fsmount => $"{kernel.Name(a.A)}, {Symbols.Bits(a.C, "MOUNT_ATTR_")}",
        Nr.open_tree => $"{kernel.Name(a.A)}, {Quote(a.B)}, {TreeFlags(a.C)}",
        Nr.open_tree_attr => $"{kernel.Name(a.A)}, {Quote(a.B)}, {TreeFlags(a.C)}, {Attributes(a.D)}",
        Nr.mount_setattr => $"{kernel.Name(a.A)}, {Quote(a.B)}, {TreeFlags(a.C)}, {Attributes(a.D)}",
        Nr.move_mount => $"{kernel.Name(a.A)}, {Quote(a.B)}, {kernel.Name(a.C)}, {Quote(a.D)}, {Symbols.Bits(a.E, "MOVE_MOUNT_")}",
        Nr.clone => $"{Symbols.Bits(a.A & ~0xFF, "CLONE_")}, {Symbols.Value("SIG", a.A & 0xFF)}",
        Nr.unshare => Symbols.Bits(a.A, "CLONE_"),
        Nr.execve => $"{(kernel.IsInPlan(a.A) ? Quote(a.A) : "stray")}, {FakeKernel.Pointers(a.B).Count} arguments, {FakeKernel.Pointers(a.C).Count} variables",
        _ => Others(number, a),
    };

    private static string TreeFlags(long flags) => Symbols.Bits(flags, "OPEN_TREE_", "AT_");

    private static string Attributes(long address)
    {
        MountAttr* attr = (MountAttr*)address;
        string rest = attr->Clear == 0 && attr->Propagation == 0 && attr->UserNamespace == 0 ? string.Empty : " and more";
        return Symbols.Bits((long)attr->Set, "MOUNT_ATTR_") + rest;
    }

    private static string Octal(long value) => "0" + Convert.ToString(value, 8);

    private static string Quote(long address) => FakeKernel.Text(address) is { } text ? Quote(text) : "null";

    private static string Quote(string text) => $"\"{string.Concat(text.Select(c => c is < ' ' or > '~' ? $"\\x{(int)c:x2}" : c.ToString()))}\"";

    private string OpenHow(in CallArguments a)
    {
        OpenHow* how = (OpenHow*)a.C;
        return $"{kernel.Name(a.A)}, {Quote(a.B)}, {Symbols.Bits((long)how->Flags, "O_")}, {Symbols.Bits((long)how->Resolve, "RESOLVE_")}";
    }

    private string Data(in CallArguments a)
    {
        ReadOnlySpan<byte> data = new((void*)a.B, (int)a.C);
        if (kernel.Name(a.A) == "<status>" && data.Length >= sizeof(StatusRecord))
        {
            StatusRecord record = *(StatusRecord*)a.B;
            string path = System.Text.Encoding.Latin1.GetString(data[sizeof(StatusRecord)..]);
            return $"{(StatusKind)record.Kind} {(Step)record.Step} {record.Value}{(path.Length == 0 ? string.Empty : " " + path)}";
        }

        return Quote(System.Text.Encoding.Latin1.GetString(data));
    }
}
