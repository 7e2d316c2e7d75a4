using System.CommandLine;
using CorsKit.Tool.Reports;
using CorsKit.Tool.Rules;
using Spectre.Console;

namespace CorsKit.Tool.Commands;

internal static class ExplainCommand
{
    public static Command Create(Func<TextWriter, Terminal> terminal)
    {
        var codes = new Argument<string[]>("code") { Description = "A rule, such as CK103; none lists them all.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("explain", "Tells of a rule what the browser prints, why, how to fix it, and where that is documented.") { codes };
        command.SetAction(result =>
        {
            var output = terminal(result.InvocationConfiguration.Output);
            var asked = result.GetValue(codes)!;
            if (asked.Length == 0)
            {
                foreach (var page in Rulebook.AllPages)
                {
                    output.Line($"[bold]{page.Code}[/]  [{TextReport.Color(page.Level)}]{page.Level.ToString().ToLowerInvariant(),-7}[/]  {Markup.Escape(page.Title)}");
                }
            }

            var unknown = asked.Where(code => Rulebook.Find(code) is null).ToList();
            foreach (var code in unknown)
            {
                result.InvocationConfiguration.Error.WriteLine(PrintableText.Of($"There is no rule {code}; \"corskit explain\" lists them all."));
            }

            foreach (var page in asked.Select(Rulebook.Find).OfType<RuleHelp>())
            {
                Write(page, output);
            }

            return unknown.Count > 0 ? 2 : 0;
        });
        return command;
    }

    private static void Write(RuleHelp page, Terminal output)
    {
        output.Line($"[bold]{page.Code}[/]  [{TextReport.Color(page.Level)}]{page.Level.ToString().ToLowerInvariant()}[/]");
        output.Wrapped($"{page.Title}.", 0, "bold");
        Section("What the browser prints", page.Browser ?? "Nothing about CORS.");
        Section("Why", page.Why.ReplaceLineEndings(" "));
        Section("How to fix it", page.Fix);
        if (page.Paste is { } paste)
        {
            output.Line("");
            foreach (var line in paste.Split('\n'))
            {
                output.Line($"    [green]{Markup.Escape(line)}[/]".TrimEnd());
            }
        }

        Section("Source", page.Source);
        output.Line("");

        void Section(string title, string text)
        {
            output.Line("");
            output.Line($"[underline]{title}[/]");
            output.Wrapped(text, 2);
        }
    }
}
