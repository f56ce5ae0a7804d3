using System.Reflection;
using System.Runtime.InteropServices;
using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Linux;
using Sandbox.Linux.Seccomp;

namespace Sandbox.Abi.Tests;

/// <summary>No constant of the kernel or libc is believed: gcc compares each with the headers.</summary>
public sealed class ConstantTests
{
    private const BindingFlags AnyStatic = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;

    [FactWithin(30)]
    public void Every_constant_has_the_value_of_its_C_name() => CSource.Check(ConstantTable.Assertions);

    [FactWithin(30)]
    public void A_wrong_value_is_noticed_and_named()
    {
        CAssertion[] assertions = [.. ConstantTable.Assertions.Where(a => a.What == "C.MS_REC").Select(a => a with { Expression = a.Expression + " + 1" })];
        TestFailureException failure = Assert.Throws<TestFailureException>(() => CSource.Check(assertions));
        Assert.Contains("C.MS_REC", failure.Message, StringComparison.Ordinal);
    }

    [FactWithin(30)]
    public void A_name_that_the_headers_do_not_have_is_noticed()
    {
        TestFailureException failure = Assert.Throws<TestFailureException>(() => CSource.Check([new CAssertion("(NO_SUCH_CONSTANT) == 1", "x")]));
        Assert.Contains("NO_SUCH_CONSTANT", failure.Message, StringComparison.Ordinal);
    }

    [FactWithin(30)]
    public void No_constant_of_the_executors_tables_escapes()
    {
        FieldInfo[] all = [.. typeof(C).GetFields(), .. typeof(Nr).GetFields()];
        Assert.True(all.Length > 100);
        Assert.Equal(all.Length, ConstantTable.Constants(typeof(C)).Count() + ConstantTable.Constants(typeof(Nr)).Count());
    }

    [FactWithin(30)]
    public void No_constant_of_a_class_with_bindings_escapes()
    {
        Type[] bindings = [.. typeof(Errno).Assembly.GetTypes()
            .Where(t => t.GetMethods(AnyStatic).Any(m => m.GetCustomAttribute<DllImportAttribute>() is not null))];
        Assert.NotEmpty(bindings);
        foreach (Type type in bindings)
        {
            FieldInfo[] numbers = [.. type.GetFields(AnyStatic).Where(f => f.IsLiteral && f.FieldType != typeof(string))];
            Assert.Equal(numbers.Select(f => f.Name), ConstantTable.Constants(type).Select(f => f.Name));
        }
    }

    [FactWithin(30)]
    public void What_the_headers_are_too_old_for_agrees_with_the_filters_own_table()
    {
        Assert.Equal(["__NR_open_tree_attr"], ConstantTable.Newer.Where(n => n.StartsWith("__NR_", StringComparison.Ordinal)));
        Assert.Equal(Nr.open_tree_attr, SyscallTable.Number("open_tree_attr"));
        foreach (FieldInfo call in typeof(Nr).GetFields())
        {
            Assert.Equal((long)call.GetRawConstantValue()!, SyscallTable.Number(call.Name));
        }
    }

    [FactWithin(30)]
    public void Every_error_name_belongs_to_its_number()
    {
        CAssertion[] names = [.. Enumerable.Range(1, 133).Select(n => (Number: n, Name: Errno.Name(n)))
            .Where(e => !e.Name.StartsWith("errno ", StringComparison.Ordinal))
            .Select(e => new CAssertion($"({e.Name}) == {e.Number}", $"Errno.Name({e.Number})"))];
        Assert.True(names.Length >= 44);
        CSource.Check(names);
    }

    [FactWithin(30)]
    public void The_plans_architecture_is_the_one_that_seccomp_reports() =>
        CSource.Check([new CAssertion($"AUDIT_ARCH_X86_64 == {PlanFormat.ArchitectureX64}U", "PlanFormat.ArchitectureX64")]);

    /// <summary>Numbers that stand in the code without a name of their own.</summary>
    [FactWithin(30)]
    public void Numbers_without_a_name_are_right_too() => CSource.Check([
        new("sizeof(siginfo_t) == 128 && offsetof(siginfo_t, si_code) == 8 && offsetof(siginfo_t, si_status) == 24", "SpawnedProcess.Wait: int[32], [2], [6]"),
        new("sizeof(struct signalfd_siginfo) == 128", "Init.Reap: buffer of 128 bytes"),
        new("sizeof(struct ifreq) == 40 && offsetof(struct ifreq, ifr_flags) == 16 && offsetof(struct ifreq, ifr_name) == 0", "Namespaces.LoopbackUp"),
        new("sizeof(struct __user_cap_header_struct) == 8", "Privileges.Drop: uint[2]"),
        new("sizeof(struct __user_cap_data_struct) * _LINUX_CAPABILITY_U32S_3 == 24", "Privileges.Drop: uint[6]"),
        new("sizeof(struct nlmsgerr) >= 20 && offsetof(struct nlmsgerr, error) == 0 && sizeof(struct nlmsghdr) == NLMSG_HDRLEN", "NetlinkReply: the error follows the header"),
        new("CMSG_LEN(0) == 16 && CMSG_SPACE(4) == 24 && CMSG_LEN(4) == 20", "HandOver.Send: the descriptors follow struct cmsghdr at once"),
        new("INADDR_LOOPBACK == 0x7F000001", "Listeners.Loopback and Inward.Loopback"),
        new("SCM_RIGHTS == 1 && 240 + 5 <= 253", "PlanFormat.MaxNamedPorts: SCM_MAX_FD is 253"),
        new("CAP_LAST_CAP < 64", "Privileges.CapabilityLimit"),
        new("SIGSYS == 31", "Signals.Last"),
        new("CMSG_LEN(sizeof(struct in_pktinfo)) == 28 && CMSG_SPACE(sizeof(struct in_pktinfo)) == 32 && sizeof(struct cmsghdr) == 16", "Datagrams.ControlLength, PacketInfoControl"),
        new("S_IWGRP + S_IWOTH == 18", "PlanReader.FromFile: mode bits of others"),
        new("PIPE_BUF >= 16 + 3800", "Report.MaxPath"),
        new($"PATH_MAX == {PlanFormat.MaxPath}", "PlanFormat.MaxPath"),
        new("SECCOMP_SET_MODE_FILTER == 1 && sizeof(struct sock_filter) == 8", "PlanHeader.SeccompInstructions: 8 bytes each"),
    ]);
}
