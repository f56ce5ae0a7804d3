using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Sandbox.Executor.Kernel;
using Sandbox.Executor.Plan;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Building;

/// <summary>The finished program, started with what is not a plan.</summary>
public sealed class ExecutorStartTests
{
    [FactWithin(20)]
    public void Without_a_single_descriptor_it_refuses_in_silence()
    {
        ProcessResult result = Run([]);
        Assert.Equal(125, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Empty(result.Error);
    }

    [FactWithin(20)]
    public void A_plan_that_is_not_a_sealed_memory_file_is_refused_and_reported()
    {
        using TempDirectory directory = TempDirectory.Create();
        using SafeFileHandle plan = File.OpenHandle(directory.WriteFile("plan", "not a plan"));
        using SafeFileHandle status = File.OpenHandle(directory.At("status"), FileMode.Create, FileAccess.ReadWrite);
        Assert.Equal(125, Run([plan, status]).ExitCode);
        byte[] record = new byte[64];
        int length = RandomAccess.Read(status, record, 0);
        StatusRecord read = MemoryMarshal.Read<StatusRecord>(record);
        Assert.Equal((16, (ushort)StatusKind.Error, (ushort)Step.ReadPlan, C.EINVAL), (length, read.Kind, read.Step, read.Value));
    }

    [FactWithin(20)]
    public void The_null_device_in_the_place_of_each_descriptor_is_refused()
    {
        using SafeFileHandle nothing = File.OpenHandle("/dev/null");
        Assert.Equal(125, Run([nothing, nothing, nothing, nothing]).ExitCode);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("--help", "--version")]
    [InlineData("a", "b", "c")]
    public void Several_arguments_print_the_usage(params string[] arguments)
    {
        ProcessResult result = ProcessRun.Run(ExecutorOutput.Program, arguments);
        Assert.Equal(125, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Equal("usage: claude-sandbox-exec PLAN (made by claude-sandbox plan --compile PLAN)\n", result.ErrorText);
    }

    [Theory(Timeout = 20_000)]
    [InlineData("--help", C.ENOENT)]
    [InlineData("/nonexistent/plan", C.ENOENT)]
    [InlineData("/etc/passwd/x", C.ENOTDIR)]
    [InlineData("/proc/self/exe", C.ELOOP)]
    public void A_plan_file_that_cannot_be_opened_is_told_in_words(string path, int errno)
    {
        ProcessResult result = ProcessRun.Run(ExecutorOutput.Program, path);
        Assert.Equal(125, result.ExitCode);
        Assert.Equal($"claude-sandbox-exec: could not read the plan {path}: errno {errno}\n", result.ErrorText);
    }

    [FactWithin(20)]
    public void A_plan_file_of_another_build_is_refused()
    {
        byte[] plan = SamplePlans.Bare().Build();
        plan[16] ^= 1;
        ProcessResult result = RunFile(plan, out string path);
        Assert.Equal(125, result.ExitCode);
        Assert.Equal($"claude-sandbox-exec: could not accept the plan {path}: errno {C.EINVAL}\n", result.ErrorText);
    }

    [FactWithin(20)]
    public void A_plan_file_that_others_may_write_is_refused()
    {
        ProcessResult result = RunFile(SamplePlans.Bare().Build(), out string path, UnixFileMode.OtherWrite);
        Assert.Equal(125, result.ExitCode);
        Assert.Equal($"claude-sandbox-exec: could not accept the plan {path}: errno {C.EPERM}\n", result.ErrorText);
    }

    private static ProcessResult Run(IReadOnlyList<SafeHandle> descriptors) =>
        ProcessRun.Run(new ProcessRequest(ExecutorOutput.Program) { Descriptors = descriptors, TimeLimit = TimeSpan.FromSeconds(10) });

    private static ProcessResult RunFile(byte[] plan, out string path, UnixFileMode more = UnixFileMode.None)
    {
        using TempDirectory directory = TempDirectory.Create();
        path = directory.At("plan");
        File.WriteAllBytes(path, plan);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
        return ProcessRun.Run(new ProcessRequest(ExecutorOutput.Program, path) { TimeLimit = TimeSpan.FromSeconds(10) });
    }
}
