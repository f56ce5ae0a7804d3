using Sandbox.Executor.Kernel;
using Sandbox.Executor.Tests.Fakes;
using Sandbox.Executor.Tests.Plans;

namespace Sandbox.Executor.Tests.Sessions;

/// <summary>The command is searched as execvp does.</summary>
public sealed class ExecuteTests
{
    private const int ETXTBSY = 26;

    /// <summary>errno of three candidates in turn (0: it can be executed), then the exit code and the candidate reported or executed.</summary>
    public static TheoryData<int, int, int, int?, int> Searches => new()
    {
        { 0, 0, 0, null, 0 },
        { C.ENOENT, 0, 0, null, 1 },
        { C.ENOTDIR, 0, 0, null, 1 },
        { C.EACCES, 0, 0, null, 1 },
        { C.EACCES, C.ENOENT, 0, null, 2 },
        { C.ENOENT, C.ENOTDIR, 0, null, 2 },
        { C.ENOENT, C.ENOENT, C.ENOENT, 127, 0 },
        { C.ENOTDIR, C.ENOTDIR, C.ENOTDIR, 127, 0 },
        { C.ENOENT, C.EACCES, C.ENOENT, 126, 1 },
        { C.EACCES, C.ENOENT, C.ENOTDIR, 126, 0 },
        { C.EACCES, C.EACCES, C.ENOENT, 126, 1 },
        { C.ENOENT, C.ENOEXEC, 0, 126, 1 },
        { C.ENOEXEC, 0, 0, 126, 0 },
        { C.EACCES, C.ENOEXEC, 0, 126, 1 },
        { C.ENOENT, C.ENOENT, C.EACCES, 126, 2 },
        { ETXTBSY, 0, 0, 126, 0 },
        { C.EPERM, 0, 0, 126, 0 },
        { C.ELOOP, 0, 0, 126, 0 },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public void Missing_candidates_are_passed_over_and_forbidden_ones_remembered(int first, int second, int third, int? exitCode, int chosen)
    {
        string[] candidates = ["/a/x", "/b/x", "/c/x"];
        int[] errors = [first, second, third];
        PlanBuilder plan = SamplePlans.Bare();
        plan.Candidates = candidates;
        using FakeKernel kernel = plan.Kernel();
        for (int i = 0; i < 3; i++)
        {
            if (errors[i] != 0)
            {
                kernel.Programs[candidates[i]] = errors[i];
            }
        }

        ProcessEnd end = kernel.Launch();
        Assert.Equal(exitCode, end.ExitCode);
        Assert.Equal(exitCode is null ? candidates[chosen] : null, end.Executed?.Path);
        if (exitCode is not null)
        {
            int errno = exitCode == 127 ? C.ENOENT : errors[chosen];
            Assert.Equal($"write(<status>, Error Execute {errno} {candidates[chosen]})", kernel.Calls[^2].Text);
        }
    }

    [Fact]
    public void The_command_gets_exactly_the_planned_arguments_and_variables()
    {
        PlanBuilder plan = SamplePlans.Bare();
        plan.Arguments = ["argv0", string.Empty, "two words", "\u00ff\u0001"];
        plan.Environment = ["A=1", "EMPTY=", "B=x=y"];
        using FakeKernel kernel = plan.Kernel();
        ExecutedProgram? executed = kernel.Launch().Executed;
        Assert.Equal(plan.Arguments, executed?.Arguments);
        Assert.Equal(plan.Environment, executed?.Environment);
    }

    [Fact]
    public void An_empty_environment_is_empty()
    {
        PlanBuilder plan = SamplePlans.Bare();
        plan.Environment = [];
        using FakeKernel kernel = plan.Kernel();
        Assert.Empty(kernel.Launch().Executed!.Environment);
    }

    [Fact]
    public void A_failed_search_is_reported_before_the_process_ends()
    {
        using FakeKernel kernel = SamplePlans.Bare().Kernel();
        kernel.Programs["/usr/bin/true"] = C.ENOENT;
        Assert.Equal(127, kernel.Launch().ExitCode);
        Assert.True(kernel.Calls[^1].Is("exit_group"));
        Assert.True(kernel.Calls[^2].Is("write"));
        Assert.True(kernel.Calls[^3].Is("execve"));
    }
}
