using System.CommandLine;
using System.CommandLine.Completions;
using CorsKit.Tool.Checks;
using CorsKit.Tool.Reports;
using CorsKit.Tool.Rules;
using CorsKit.Tool.Templates;
using Spectre.Console;

namespace CorsKit.Tool.Commands;

internal static class ExplainCommand
{
    public static Command Create(Func<TextWriter, Terminal> terminal)
    {
        var codes = new Argument<string[]>("code") { Description = "A rule, such as CK103; none lists them all.", HelpName = "code", Arity = ArgumentArity.ZeroOrMore };
        codes.CompletionSources.Add(_ => Rulebook.AllHelp.Select(help => new CompletionItem(help.Code, detail: help.Title)));
        var hcl = new Option<bool>("--terraform") { Description = "The fix in Terraform's words, and the lines to paste in HCL." };
        var command = new Command("explain", "Tells of a rule what the browser prints, why, how to fix it, and where that is documented.") { codes, hcl };
        codes.Validators.Add(result => Mistakes.FindOptions(result, command, isValue: _ => false));
        command.SetAction(result =>
        {
            var output = terminal(result.InvocationConfiguration.Output);
            var asked = result.GetValue(codes)!;
            if (asked.Length == 0)
            {
                foreach (var help in Rulebook.AllHelp)
                {
                    output.Hanging($"[bold]{help.Code}[/]  [{TextReport.Color(help.Level)}]{help.Level.ToString().ToLowerInvariant(),-7}[/]  ", help.Title);
                }
            }

            var unknown = asked.Where(code => Rulebook.Find(code) is null).ToList();
            foreach (var code in unknown)
            {
                result.InvocationConfiguration.Error.WriteLine(PrintableText.Of(
                    $"There is no rule {code}; \"corskit explain\" lists them all.{DidYouMean.Ask(Rulebook.AllHelp.Select(help => help.Code), code)}"));
            }

            var isTerraform = result.GetValue(hcl);
            foreach (var (index, help) in asked.Select(Rulebook.Find).OfType<RuleHelp>().Select(help => isTerraform ? TerraformFixes.In(help) : help).Index())
            {
                if (index > 0)
                {
                    output.Line("");
                }

                Write(help, output);
            }

            return unknown.Count > 0 ? 2 : 0;
        });
        return command;
    }

    private static void Write(RuleHelp help, Terminal output)
    {
        // No line more than it needs: the whole of a rule is to be seen at once.
        output.Hanging($"[bold]{help.Code}[/]  [{TextReport.Color(help.Level)}]{help.Level.ToString().ToLowerInvariant()}[/]  ", help.Title, "bold");
        output.Line("");
        Section("What the browser prints", help.ConsoleMessage ?? "Nothing about CORS.");
        Section("Why", help.Why.ReplaceLineEndings(" "));
        Section("How to fix it", help.Fix);
        foreach (var line in help.Paste?.Split('\n') ?? [])
        {
            output.Line(line.Length == 0 ? "" : $"    [green]{Markup.Escape(line)}[/]");
        }

        Section("Source", help.Source);

        void Section(string title, string text)
        {
            output.Line($"[underline]{title}[/]");
            output.Wrapped(text, 2);
        }
    }
}
