using Sandbox.Core.Plans;

namespace Sandbox.Backends.Tests.Mitigations;

/// <summary>
/// One thing in a compiled plan that keeps an attack from working, and the plan without it. The programs that are shipped have no switch for
/// this: the plan is changed here, and the executor does what a plan says.
/// </summary>
/// <param name="Name">What it is.</param>
/// <param name="Takes">The fields and values of the plan's format that carry it; see MitigationTests.</param>
/// <param name="Attack">A shell script that prints "got" when the attack works.</param>
/// <param name="Given">The plan in which this is the only thing in the way: what else would stop the attack is off.</param>
/// <param name="Without">The same without the mitigation.</param>
/// <param name="Only">Whose sandbox; null for every identity.</param>
internal sealed record Mitigation(
    string Name, string[] Takes, string Attack, Func<AttackPlan, AttackPlan> Given, Func<AttackPlan, AttackPlan> Without, Identity? Only = null)
{
    public override string ToString() => Name;
}

/// <summary>A plan and what is done to its bytes.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Shared">A directory of the host that belongs to the identity, with a file "secret" in it.</param>
/// <param name="Filter">False: no system call filter.</param>
/// <param name="Namespaces">CLONE_* that are left out.</param>
internal sealed record AttackPlan(LaunchPlan Plan, string Shared, bool Filter = true, uint Namespaces = 0)
{
    public AttackPlan With(Func<LaunchPlan, LaunchPlan> change) => this with { Plan = change(Plan) };

    /// <summary>Every mount through a function; null leaves it out.</summary>
    public AttackPlan Mounts(Func<PlannedMount, PlannedMount?> change) =>
        With(p => p with { Mounts = [.. p.Mounts.Select(change).OfType<PlannedMount>()] });

    public AttackPlan Leave(string target) => Mounts(m => m.Target == target ? null : m);
}
