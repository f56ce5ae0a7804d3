using System.Buffers.Binary;
using System.Text.RegularExpressions;
using Sandbox.Executor.Plan;

namespace Sandbox.Executor.Tests.Building;

/// <summary>The finished program: ilc's contract with a core library of our own is undocumented, so what it makes is looked at.</summary>
public sealed partial class ExecutorProgramTests
{
    private const ushort ET_EXEC = 2;
    private const ushort EM_X86_64 = 62;

    private static ElfFile Elf => new(File.ReadAllBytes(ExecutorOutput.Program));

    [FactWithin(10)]
    public void It_is_a_static_x86_64_executable_without_interpreter_or_dynamic_section()
    {
        Assert.True(Elf.IsElf64);
        Assert.Equal((ET_EXEC, EM_X86_64), (Elf.Type, Elf.Machine));
        Assert.DoesNotContain(Elf.Segments, s => s.Type is ElfFile.PT_INTERP or ElfFile.PT_DYNAMIC);
    }

    [FactWithin(10)]
    public void No_segment_is_both_writable_and_executable()
    {
        Assert.Contains(Elf.Segments, s => s.Type == ElfFile.PT_LOAD && (s.Flags & ElfFile.PF_X) != 0);
        Assert.DoesNotContain(Elf.Segments, s => (s.Flags & (ElfFile.PF_W | ElfFile.PF_X)) == (ElfFile.PF_W | ElfFile.PF_X));
    }

    [FactWithin(10)]
    public void Its_stack_is_not_executable()
    {
        (uint _, uint flags) = Assert.Single(Elf.Segments, s => s.Type == ElfFile.PT_GNU_STACK);
        Assert.Equal(0u, flags & ElfFile.PF_X);
    }

    [FactWithin(10)]
    public void It_is_smaller_than_64_KiB() => Assert.InRange(Elf.Length, 1, (64 * 1024) - 1);

    [FactWithin(10)]
    public void It_carries_the_build_hash_that_the_launcher_writes_into_plans()
    {
        byte[] hash = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(hash, BuildHash.Value);
        Assert.True(Elf.Contains(hash));
    }

    [FactWithin(20)]
    public void What_ilc_makes_needs_nothing_but_what_start_S_defines()
    {
        ProcessResult undefined = ProcessRun.Run("/usr/bin/nm", "-u", ExecutorOutput.ManagedObject).ExpectExit();
        Assert.Equal(
            ["__security_cookie", "syscall6"],
            undefined.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Trim().Split(' ')[^1]).Order(StringComparer.Ordinal));
    }

    [FactWithin(10)]
    public void Each_way_to_die_without_a_runtime_has_an_exit_code_of_its_own()
    {
        string source = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "src/Sandbox.Executor/Runtime/CompilerHelpers.cs"));
        int[] codes = [.. Death().Matches(source).Select(m => int.Parse(m.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal([120, 121, 122, 123, 124], codes.Order());
    }

    [GeneratedRegex(@"Die\((\d+)\)")]
    private static partial Regex Death();
}
