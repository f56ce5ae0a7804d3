namespace Sandbox.Core.Plans;

/// <summary>One line of a policy and what becomes of it.</summary>
/// <param name="Name">A word or two: "network", "memory".</param>
/// <param name="Enforcement">How it is held.</param>
/// <param name="How">By what, or what is missing, in a line.</param>
public sealed record PolicyLine(string Name, Enforcement Enforcement, string How);
