using System.CommandLine;
using CorsKit.Tool.Checks;
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
                foreach (var help in Rulebook.AllHelp)
                {
                    output.Line($"[bold]{help.Code}[/]  [{TextReport.Color(help.Level)}]{help.Level.ToString().ToLowerInvariant(),-7}[/]  {Markup.Escape(help.Title)}");
                }
            }

            var unknown = asked.Where(code => Rulebook.Find(code) is null).ToList();
            foreach (var code in unknown)
            {
                result.InvocationConfiguration.Error.WriteLine(PrintableText.Of($"There is no rule {code}; \"corskit explain\" lists them all."));
            }

            foreach (var help in asked.Select(Rulebook.Find).OfType<RuleHelp>())
            {
                Write(help, output);
            }

            return unknown.Count > 0 ? 2 : 0;
        });
        return command;
    }

    private static void Write(RuleHelp help, Terminal output)
    {
        output.Line($"[bold]{help.Code}[/]  [{TextReport.Color(help.Level)}]{help.Level.ToString().ToLowerInvariant()}[/]");
        output.Wrapped($"{help.Title}.", 0, "bold");
        Section("What the browser prints", help.ConsoleMessage ?? "Nothing about CORS.");
        Section("Why", help.Why.ReplaceLineEndings(" "));
        Section("How to fix it", help.Fix);
        Paste(help.Paste);
        Paste(TerraformFixes.Hcl(help.Code) is { } hcl ? $"# Terraform\n{hcl}" : null);

        Section("Source", help.Source);
        output.Line("");

        void Paste(string? lines)
        {
            if (lines is null)
            {
                return;
            }

            output.Line("");
            foreach (var line in lines.Split('\n'))
            {
                output.Line($"    [green]{Markup.Escape(line)}[/]".TrimEnd());
            }
        }

        void Section(string title, string text)
        {
            output.Line("");
            output.Line($"[underline]{title}[/]");
            output.Wrapped(text, 2);
        }
    }
}
