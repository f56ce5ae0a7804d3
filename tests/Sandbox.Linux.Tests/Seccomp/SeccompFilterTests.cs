using System.Runtime.InteropServices;
using Sandbox.Linux.Seccomp;

namespace Sandbox.Linux.Tests.Seccomp;

public sealed class SeccompFilterTests
{
    [Fact]
    public void The_default_filter_is_the_one_that_was_reviewed() =>
        Snapshot.Verify(SeccompDisassembler.ToText(SeccompFilter.Build(Profiles.Default)), "seccomp.x86_64.default", "txt");

    [Fact]
    public void The_debugging_filter_is_the_one_that_was_reviewed() =>
        Snapshot.Verify(SeccompDisassembler.ToText(SeccompFilter.Build(Profiles.Debug)), "seccomp.x86_64.debug", "txt");

    [Fact]
    public void Equal_profiles_give_equal_bytes()
    {
        Assert.Equal(SeccompFilter.Build(Profiles.Default), SeccompFilter.Build(Profiles.Default with { }));
        Assert.NotEqual(SeccompFilter.Build(Profiles.Default), SeccompFilter.Build(Profiles.Debug));
        Assert.NotEqual(SeccompFilter.Build(Profiles.Default), SeccompFilter.Build(Profiles.Nested));
        Assert.NotEqual(SeccompFilter.Build(Profiles.Default), SeccompFilter.Build(Profiles.Root));
    }

    [Theory]
    [InlineData(Architecture.Arm64, "aarch64")]
    [InlineData(Architecture.X86, "i686")]
    [InlineData(Architecture.RiscV64, "riscv64")]
    [InlineData(Architecture.Wasm, "architecture 4")]
    public void Another_architecture_is_refused_by_name(Architecture architecture, string name)
    {
        var error = Assert.Throws<PlatformNotSupportedException>(() => SeccompFilter.Build(Profiles.Default, architecture));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }
}
