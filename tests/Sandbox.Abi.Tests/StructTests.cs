using System.Reflection;
using System.Runtime.InteropServices;
using Sandbox.Executor.Kernel;
using Sandbox.Linux;

namespace Sandbox.Abi.Tests;

/// <summary>No layout is believed either.</summary>
public sealed class StructTests
{
    [FactWithin(30)]
    public void Every_struct_has_the_size_and_the_offsets_of_its_C_counterpart() =>
        CSource.Check(StructTable.All.SelectMany(s => s.Assertions));

    [FactWithin(30)]
    public void The_kernels_own_sigaction_is_meant_and_not_that_of_libc() =>
        CSource.Check(StructTable.KernelSigaction.Assertions, CSource.KernelSignalHeaders);

    [FactWithin(30)]
    public void A_wrong_offset_is_noticed_and_named()
    {
        StructTable wrong = new(typeof(Rlimit64), "struct rlimit64", "rlim_max", "rlim_cur");
        TestFailureException failure = Assert.Throws<TestFailureException>(() => CSource.Check(wrong.Assertions));
        Assert.Contains("offset of Rlimit64.Soft", failure.Message, StringComparison.Ordinal);
    }

    [FactWithin(10)]
    public void Every_field_of_ours_has_a_counterpart() =>
        Assert.All([.. StructTable.All, StructTable.KernelSigaction], s => Assert.Equal(s.OurFields.Length, s.Fields.Length));

    [FactWithin(10)]
    public void No_struct_of_the_executors_kernel_room_escapes() =>
        Assert.Equal(
            typeof(C).Assembly.GetTypes().Where(t => t.Namespace == typeof(C).Namespace && t.IsValueType).Select(t => t.Name).Order(StringComparer.Ordinal),
            StructTable.All.Append(StructTable.KernelSigaction).Where(s => s.Type.Assembly == typeof(C).Assembly).Select(s => s.Type.Name).Order(StringComparer.Ordinal));

    [FactWithin(10)]
    public void No_struct_that_libc_gets_escapes()
    {
        Type[] passed = [.. typeof(Errno).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(m => m.GetCustomAttribute<LibraryImportAttribute>() is not null || m.GetCustomAttribute<DllImportAttribute>() is not null)
            .SelectMany(m => m.GetParameters())
            .Select(p => p.ParameterType.GetElementType())
            .Where(t => t is { IsPrimitive: false, IsPointer: false } && t != typeof(void))
            .Distinct()!];
        Assert.NotEmpty(passed);
        Assert.All(passed, t => Assert.Contains(StructTable.All, s => s.Type == t));
    }
}
