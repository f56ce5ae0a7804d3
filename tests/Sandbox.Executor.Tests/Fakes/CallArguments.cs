namespace Sandbox.Executor.Tests.Fakes;

/// <summary>The six registers of a system call.</summary>
internal readonly record struct CallArguments(long A, long B, long C, long D, long E, long F);
