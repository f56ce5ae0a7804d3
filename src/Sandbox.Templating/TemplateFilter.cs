using Sandbox.Templating.Values;

namespace Sandbox.Templating;

/// <summary>What stands behind a <c>|</c>.</summary>
/// <param name="input">What stands before it.</param>
/// <param name="arguments">The words after its name.</param>
/// <exception cref="FormatException">The value or an argument is not for this filter; the engine says where.</exception>
public delegate TemplateValue TemplateFilter(TemplateValue input, IReadOnlyList<TemplateValue> arguments);
