using Sandbox.Templating.Values;

namespace Sandbox.Templating.Tests;

/// <summary>What is not understood is named, with its place.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("{{ while true }}", "it:1:4: while is not supported")]
    [InlineData("{{ case 1 }}", "it:1:4: case is not supported")]
    [InlineData("a\n  {{ capture x }}", "it:2:6: capture is not supported")]
    [InlineData("{{ func f }}", "it:1:4: func is not supported")]
    [InlineData("{{ with a }}", "it:1:4: with is not supported")]
    [InlineData("{{ import a }}", "it:1:4: import is not supported")]
    [InlineData("{{ ret 1 }}", "it:1:4: ret is not supported")]
    [InlineData("{{ break }}", "it:1:4: break is not supported")]
    [InlineData("{{ null }}", "it:1:4: null is not supported")]
    [InlineData("{{ this.a }}", "it:1:4: this is not supported")]
    [InlineData("{{ a = 5 }}", "it:1:6: assignment = is not supported")]
    [InlineData("{{ 1 + 1 }}", "it:1:6: the operator + is not supported")]
    [InlineData("{{ 7*7 }}", "it:1:5: the operator * is not supported")]
    [InlineData("{{ 1..9 }}", "it:1:5: ranges .. are not supported")]
    [InlineData("{{ a[0] }}", "it:1:5: arrays and indexers [ ] are not supported")]
    [InlineData("{{ a?.b }}", "it:1:5: optional members ?. are not supported")]
    [InlineData("{{ a ?? b }}", "it:1:6: the operator ?? is not supported")]
    [InlineData("{{ a ? b : c }}", "it:1:6: the operator ? : is not supported")]
    [InlineData("{{ $a }}", "it:1:4: local variables $ and interpolated strings are not supported")]
    [InlineData("{{ @a }}", "it:1:4: function pointers @ are not supported")]
    [InlineData("{{ `a` }}", "it:1:4: verbatim strings are not supported")]
    [InlineData("{{ {a: 1} }}", "it:1:4: objects { } are not supported")]
    [InlineData("{{{ a }}}", "it:1:3: objects { } are not supported")]
    [InlineData("{{ a; b }}", "it:1:5: several statements in one block are not supported")]
    [InlineData("{{ a\n b }}", "it:1:5: line breaks in a code block are not supported")]
    [InlineData("{{ 'a' 'b' }}", "it:1:8: unexpected a string after the value: one statement a code block, functions only behind |")]
    [InlineData("{{ upper 'b' }}", "it:1:10: unexpected a string after the value: one statement a code block, functions only behind |")]
    [InlineData("{{ 'a' | upper x: 1 }}", "it:1:17: named arguments are not supported")]
    [InlineData("{{ 1.5 }}", "it:1:4: only whole decimal numbers are supported")]
    [InlineData("{{ 0x10 }}", "it:1:4: only whole decimal numbers are supported")]
    [InlineData("{{ 9223372036854775808 }}", "it:1:4: a number that does not fit in 64 bits")]
    [InlineData("{{ 'a\\q' }}", "it:1:7: in strings only \\n, \\t, \\\\, \\\" and \\' are supported")]
    [InlineData("{{ 'a }}", "it:1:4: a string is not closed on its line")]
    [InlineData("a {{ 'b'", "it:1:3: {{ is not closed by }}")]
    [InlineData("a {{ # b", "it:1:3: {{ is not closed by }}")]
    [InlineData("{%{ {{ }} }%}", "it:1:1: escape blocks {%{ }%} are not supported")]
    [InlineData("x {%%{", "it:1:3: escape blocks {%{ }%} are not supported")]
    [InlineData("a\r\nb", "it:1:2: carriage returns and NUL have no place in a template")]
    [InlineData("{{ é }}", "it:1:4: a character that means nothing here (U+00E9)")]
    [InlineData("{{ & }}", "it:1:4: a character that means nothing here (U+0026)")]
    [InlineData("{{ if true }}", "it:1:4: if is not closed by end")]
    [InlineData("{{ for a in b }}x", "it:1:4: for is not closed by end")]
    [InlineData("x{{ end }}", "it:1:5: end without if or for")]
    [InlineData("x{{ else }}", "it:1:5: else without if or for")]
    [InlineData("{{ if true }}{{ else }}{{ else }}{{ end }}", "it:1:32: nothing but end comes after else")]
    [InlineData("{{ for a in b }}{{ else }}{{ end }}", "it:1:20: else in a for is not supported")]
    [InlineData("{{ for if in b }}{{ end }}", "it:1:8: if is a word of the language, not a variable's name")]
    [InlineData("{{ for a of b }}{{ end }}", "it:1:8: expected: for NAME in LIST")]
    [InlineData("{{ for a in b limit:2 }}{{ end }}", "it:1:20: named arguments are not supported")]
    [InlineData("{{ for a in b reversed }}{{ end }}", "it:1:15: unexpected reversed after the list: one statement a code block, functions only behind |")]
    [InlineData("{{ in }}", "it:1:4: in is a word of the language, not a value")]
    [InlineData("{{ if 1 == 1 == true }}{{ end }}", "it:1:14: two comparisons in a row: put brackets around one")]
    [InlineData("{{ if 'a' == 'b' | upper }}{{ end }}", "it:1:18: | after an operator: put brackets around one or the other")]
    [InlineData("{{ if 'a' | upper == 'A' }}{{ end }}", "it:1:19: an operator after |: put brackets around one or the other")]
    [InlineData("{{ !!true }}", "it:1:5: two ! in a row")]
    [InlineData("{{ include name }}", "it:1:12: expected a partial's name in quotes, found name")]
    [InlineData("{{ (true }}", "it:1:10: expected ), found }}")]
    [InlineData("{{ 'a' | }}", "it:1:10: expected a filter's name, found }}")]
    public void A_construct_that_is_not_built_is_named_with_its_place(string template, string message) => Assert.Equal(message, Rendering.Refusal(template));

    [Theory]
    [InlineData("{{ nam }}", "it:1:4: unknown variable nam: known are list, name")]
    [InlineData("{{ name.x }}", "it:1:9: text has no member x")]
    [InlineData("{{ list.first }}", "it:1:9: a list has no member first")]
    [InlineData("{{ for i in list }}{{ for.even }}{{ end }}", "it:1:27: unknown member even: known are first, index, last")]
    [InlineData("{{ for.index }}", "it:1:4: unknown variable for: known are list, name")]
    [InlineData("{{ for i in list }}{{ end }}{{ i }}", "it:1:32: unknown variable i: known are list, name")]
    [InlineData("{{ for name in list }}{{ end }}", "it:1:4: name is a name already")]
    [InlineData("{{ for i in name }}{{ end }}", "it:1:13: for wants a list")]
    [InlineData("{{ list }}", "it:1:4: a list cannot be written")]
    [InlineData("{{ if name }}{{ end }}", "it:1:7: expected true or false, found text")]
    [InlineData("{{ if name && true }}{{ end }}", "it:1:7: expected true or false, found text")]
    [InlineData("{{ if name == 1 }}{{ end }}", "it:1:12: text and a number cannot be compared")]
    [InlineData("{{ if name < 'a' }}{{ end }}", "it:1:12: < is for numbers, found text and text")]
    [InlineData("{{ name | trim }}", "it:1:9: unknown filter trim: known are refuse, safe, t.join, t.shout, upper")]
    [InlineData("{{ name | refuse }}", "it:1:9: refuse: not this one")]
    [InlineData("{{ date.now }}", "it:1:4: unknown variable date: known are list, name")]
    [InlineData("{{ include '/etc/passwd' }}", "it:1:4: there is no template /etc/passwd")]
    [InlineData("{{ include 'broken' }}", "broken:2:5: unknown variable nothing: known are list, name")]
    [InlineData("{{ include 'loop' }}", "loop:1:4: partials more than 16 deep")]
    public void A_value_that_does_not_fit_is_refused_with_its_place(string template, string message) =>
        Assert.Equal(message, Rendering.Refusal(template, ("name", "foo"), ("list", TemplateList.Of(["a"]))));

    [Fact]
    public void Only_text_of_the_output_s_language_may_be_written_when_it_is_asked_for()
    {
        TemplateObject model = new(("name", "foo"));

        Assert.Equal("<foo>", Rendering.Engine("{{ name | safe }}", onlyMarkup: true).Render("it", model));
        foreach (string template in (string[])["{{ name }}", "{{ name | upper }}", "{{ true }}", "{{ 1 }}", "{{ 'x' }}"])
        {
            TemplateException refused = Assert.Throws<TemplateException>(() => Rendering.Engine(template, onlyMarkup: true).Render("it", model));
            Assert.EndsWith(" cannot be written as it is: put it through a filter", refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{{ 7*7 }}")]
    [InlineData("{{ include '/etc/passwd' }}")]
    [InlineData("{{ date.now }}")]
    [InlineData("{{ for i in 1..1e9 }}")]
    [InlineData("@(1+1)")]
    [InlineData("}}{{ name }}")]
    [InlineData("{%{")]
    public void GN_14_a_value_is_never_read_as_a_template(string value)
    {
        Assert.Equal($"[{value}]", Rendering.Render("[{{ name }}]", ("name", value)));
        Assert.Equal($"[{value}]", Rendering.Render("{{ for i in list }}[{{ i }}]{{ end }}", ("list", TemplateList.Of([value]))));
    }

    [Fact]
    public void Output_that_grows_without_end_is_refused()
    {
        TemplateList many = TemplateList.Of(Enumerable.Repeat(new string('x', 1000), 1000));
        Assert.Equal("it:1:36: the output is too long", Rendering.Refusal("{{ for i in a }}{{ for j in a }}{{ j }}{{ end }}{{ end }}", ("a", many)));
        Assert.Equal("it:1:33: the output is too long", Rendering.Refusal("{{ for i in a }}{{ for j in a }}" + new string('x', 1000) + "{{ end }}{{ end }}", ("a", many)));
        Assert.Equal("it:1:20: more than 100000 turns", Rendering.Refusal("{{ for i in a }}{{ for j in a }}{{ end }}{{ end }}", ("a", many)));
    }

    [Fact]
    public void Depth_has_an_end()
    {
        Assert.Contains("brackets more than 32 deep", Rendering.Refusal("{{ " + new string('(', 100_000) + "}}"), StringComparison.Ordinal);
        Assert.Contains("statements more than 32 deep", Rendering.Refusal(string.Concat(Enumerable.Repeat("{{ if true }}", 100_000))), StringComparison.Ordinal);
        Assert.Contains("unknown member", Rendering.Refusal("{{ a" + string.Concat(Enumerable.Repeat(".a", 1000)) + "}}", ("a", new TemplateObject())), StringComparison.Ordinal);
    }
}
