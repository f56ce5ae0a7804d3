using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sandbox.Templating.Values;

namespace Sandbox.Templating.Tests;

/// <summary>Whatever a template holds, it renders or is refused with a place in it. FUZZ_SECONDS sets how long the run with a new seed takes.</summary>
public sealed class FuzzTests
{
    private const int Fixed = 20_000;

    private static readonly string[] Parts =
    [
        "{{", "}}", "{{-", "-}}", "{{~", "~}}", " ", "\n", "\t", "if ", "else ", "end", "for ", "in ", "i ", "list", "name", "user.name", "for.index", "true", "false", "1", "'a'", "\"", "'", "\\", "|",
        "upper", "t.join 'x' 'y'", "(", ")", "==", "!=", "<", "&&", "||", "!", ".", "#", "##", "{%{", "}%}", "include 'part'", "include ", "text", "$", "[", "{{ end }}", "{{ if true }}", "{{ for i in list }}",
        "{{ name }}", "{{ else }}", "\u2003", "\0", "\r", "\ud800", "é", "+", "?", ";", "`", "}",
    ];

    [Fact]
    public void Templates_out_of_rubbish_render_or_are_refused_with_a_place_in_them()
    {
        int rendered = Run(new Random(20260), Fixed, TimeSpan.MaxValue);
        Assert.True(rendered > Fixed / 100, $"only {rendered} of {Fixed} rendered: the run says little about rendering");
    }

    [Fact]
    public void So_do_those_of_a_new_seed()
    {
        int seed = Environment.TickCount;
        double seconds = double.Parse(Environment.GetEnvironmentVariable("FUZZ_SECONDS") ?? "0.5", CultureInfo.InvariantCulture);
        try
        {
            Run(new Random(seed), int.MaxValue, TimeSpan.FromSeconds(seconds));
        }
        catch (Exception e)
        {
            throw new TestFailureException($"seed {seed}: {e}");
        }
    }

    private static int Run(Random random, int count, TimeSpan limit)
    {
        TemplateObject model = new(("name", "foo\nbar"), ("list", TemplateList.Of(["a", "b"])), ("user", new TemplateObject(("name", "ann"))));
        Stopwatch clock = Stopwatch.StartNew();
        int rendered = 0;
        for (int i = 0; i < count && clock.Elapsed < limit; i++)
        {
            string template = Rubbish(random);
            try
            {
                Dictionary<string, string> templates = new(StringComparer.Ordinal) { ["it"] = template, ["part"] = Rubbish(random) };
                string once = new TemplateEngine(templates, Filters.All, onlyMarkup: false).Render("it", model);
                Assert.Equal(once, new TemplateEngine(templates, Filters.All, onlyMarkup: false).Render("it", model));
                rendered++;
            }
            catch (TemplateException e)
            {
                Assert.True(e.At.Line >= 1 && e.At.Column >= 1 && (e.At.File == "part" || e.At.Line <= template.Count(static c => c == '\n') + 1), $"{template}: {e.Message}");
            }
        }

        return rendered;
    }

    private static string Rubbish(Random random)
    {
        StringBuilder text = new();
        for (int i = random.Next(1, 14); i > 0; i--)
        {
            text.Append(Parts[random.Next(Parts.Length)]);
        }

        return text.ToString();
    }
}
