using System.Globalization;
using Sandbox.Templating.Syntax;
using Sandbox.Templating.Values;

namespace Sandbox.Templating.Rendering;

/// <summary>Runs the statements of one template and of the partials it includes.</summary>
internal sealed class Renderer(Scope scope, Evaluator evaluator, Func<IncludeStatement, IReadOnlyList<Statement>> partials, bool onlyMarkup)
{
    private const int Longest = 4 * 1024 * 1024;
    private const int DeepestInclude = 16;
    private const int MostTurns = 100_000;

    private int turns;
    private int included;

    public string Render(IReadOnlyList<Statement> statements)
    {
        IndentingWriter writer = new(Longest);
        Run(statements, writer);
        return writer.ToString();
    }

    private void Run(IReadOnlyList<Statement> statements, IndentingWriter writer)
    {
        string? outer = writer.Indent;
        foreach (Statement statement in statements)
        {
            writer.Indent = statement switch
            {
                EnterStatement enter => enter.Indent,
                ExitStatement => outer,
                _ => writer.Indent,
            };
            Run(statement, writer);
        }

        writer.Indent = outer;
    }

    private void Run(Statement statement, IndentingWriter writer)
    {
        switch (statement)
        {
            case TextStatement text:
                Write(text.At, text.Text, writer);
                break;
            case OutputStatement output:
                Output(output.Value, writer);
                break;
            case IfStatement choice:
                Run(choice.Branches.FirstOrDefault(b => b.Condition is null || evaluator.Flag(b.Condition)).Body ?? [], writer);
                break;
            case ForStatement loop:
                Loop(loop, writer);
                break;
            case IncludeStatement include:
                Include(include, writer);
                break;
        }
    }

    private void Output(Expression expression, IndentingWriter writer)
    {
        TemplateValue value = evaluator.Value(expression);
        string written = value switch
        {
            TemplateMarkup markup => markup.Value,
            _ when onlyMarkup => throw new TemplateException(expression.At, $"{value.Kind} cannot be written as it is: put it through a filter"),
            TemplateText text => text.Value,
            TemplateNumber number => number.Value.ToString(CultureInfo.InvariantCulture),
            TemplateFlag flag => flag.Value ? "true" : "false",
            _ => throw new TemplateException(expression.At, $"{value.Kind} cannot be written"),
        };
        Write(expression.At, written, writer);
    }

    private void Loop(ForStatement loop, IndentingWriter writer)
    {
        if (evaluator.Value(loop.List) is not TemplateList list)
        {
            throw new TemplateException(loop.List.At, "for wants a list");
        }

        if (scope.Find(loop.Variable) is not null)
        {
            throw new TemplateException(loop.At, $"{loop.Variable} is a name already");
        }

        for (int i = 0; i < list.Items.Count; i++)
        {
            if (++turns > MostTurns)
            {
                throw new TemplateException(loop.At, $"more than {MostTurns} turns");
            }

            scope.Enter(loop.Variable, list.Items[i], i, list.Items.Count);
            Run(loop.Body, writer);
            scope.Leave();
        }
    }

    // A partial is rendered by itself; its text is then written, and indented, like any other value.
    private void Include(IncludeStatement include, IndentingWriter writer)
    {
        if (++included > DeepestInclude)
        {
            throw new TemplateException(include.At, $"partials more than {DeepestInclude} deep");
        }

        string text = Render(partials(include));
        included--;
        Write(include.At, text, writer);
    }

    private static void Write(SourcePosition at, string text, IndentingWriter writer)
    {
        try
        {
            writer.Write(text);
        }
        catch (InvalidOperationException e)
        {
            throw new TemplateException(at, e.Message, e);
        }
    }
}
