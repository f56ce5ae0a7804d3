using Sandbox.Templating.Values;

namespace Sandbox.Templating.Rendering;

/// <summary>The names that count at a place: the model's, and those of the loops around it.</summary>
internal sealed class Scope(TemplateObject model)
{
    private readonly List<(string Name, TemplateValue Value)> loops = [];

    /// <summary>The value of a name; null when there is none.</summary>
    public TemplateValue? Find(string name)
    {
        int at = loops.FindLastIndex(l => string.Equals(l.Name, name, StringComparison.Ordinal));
        return at >= 0 ? loops[at].Value : model.TryGet(name, out TemplateValue? value) ? value : null;
    }

    public IEnumerable<string> Names => model.Names.Concat(loops.Select(static l => l.Name));

    /// <summary>Sets the names of one turn of a loop.</summary>
    public void Enter(string variable, TemplateValue value, int index, int count)
    {
        loops.Add(("for", new TemplateObject(("index", (long)index), ("first", index == 0), ("last", index == count - 1))));
        loops.Add((variable, value));
    }

    public void Leave() => loops.RemoveRange(loops.Count - 2, 2);
}
