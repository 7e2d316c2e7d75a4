using System.Globalization;
using CorsKit.Tool.Checks;
using CorsKit.Tool.Rules;
using Spectre.Console;

namespace CorsKit.Tool.Reports;

/// <summary>For people.</summary>
internal static class TextReport
{
    public static void Write(Outcome outcome, Terminal terminal)
    {
        foreach (var unusable in outcome.Unusable)
        {
            terminal.Line($"[red]unusable[/] [bold]{Markup.Escape(PrintableText.Of(unusable.Location.ToString()))}[/]");
            terminal.Wrapped(PrintableText.Of(unusable.Reason), 2);
            terminal.Line("");
        }

        foreach (var file in outcome.Findings.GroupBy(finding => finding.Location.File))
        {
            terminal.Line($"[bold underline]{Markup.Escape(PrintableText.Of(file.Key))}[/]");
            foreach (var finding in file)
            {
                var location = string.Create(CultureInfo.InvariantCulture, $"{finding.Location.Line}:{finding.Location.Column}");
                var level = $"[{Color(finding.Level)}]{finding.Level.ToString().ToLowerInvariant(),-7}[/]";
                terminal.Line($"{location,8}  {level}  [bold]{finding.Rule.Code}[/]  {Markup.Escape(PrintableText.Of(finding.Resource ?? ""))}".TrimEnd());
                terminal.Wrapped(PrintableText.Of(finding.Message), 10);
                if (finding.Level > Level.Note)
                {
                    terminal.Wrapped(finding.Rule.Fix, 10, "green");
                }
            }

            terminal.Line("");
        }

        terminal.Line(Summarize(outcome));
        if (outcome.Findings.MaxBy(finding => finding.Level) is { Level: > Level.Note } worst)
        {
            terminal.Wrapped($"corskit explain {worst.Rule.Code}{(worst.Rule.IsInTerraform ? " --terraform" : "")} tells what the browser prints, why, and the lines to paste.", 0, "dim");
        }
    }

    public static string Color(Level level) => level switch
    {
        Level.Error => "red",
        Level.Warning => "yellow",
        _ => "blue",
    };

    private static string Summarize(Outcome outcome)
    {
        var parts = new List<string> { Count(outcome.Count(Level.Error), "error"), Count(outcome.Count(Level.Warning), "warning"), Count(outcome.Count(Level.Note), "note") };
        if (outcome.Suppressed.Count > 0)
        {
            parts.Add($"{outcome.Suppressed.Count} suppressed");
        }

        if (outcome.UnusableFiles > 0)
        {
            parts.Add($"{Count(outcome.UnusableFiles, "file")} unusable");
        }

        return $"{string.Join(", ", parts)} in {Count(outcome.AllFiles, "file")}";
    }

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
