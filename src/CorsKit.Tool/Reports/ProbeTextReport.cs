using System.Globalization;
using CorsKit.Tool.Probing.Steps;
using CorsKit.Tool.Probing;
using Spectre.Console;

namespace CorsKit.Tool.Reports;

/// <summary>A probe, for people.</summary>
internal static class ProbeTextReport
{
    private const int TitleWidth = 46;

    /// <summary>What leads every message of the console, and is worth reading once.</summary>
    private const string Lead = "blocked by CORS policy: ";

    public static void Write(ProbeOutcome outcome, Terminal terminal)
    {
        var steps = outcome.Steps;
        terminal.Line($"[bold underline]{Markup.Escape(PrintableText.Of(steps.Request.Url.AbsoluteUri))}[/]");
        terminal.Wrapped($"as a page of {outcome.Origin} sees it{(steps.Request.WithCredentials ? ", with credentials" : "")}", 0);
        terminal.Line("");
        var signs = steps.Door.Signs.Count == 0 ? "" : $" ({string.Join(", ", steps.Door.Signs)})";
        terminal.Hanging("  front door  ", $"{steps.Door.Name}{signs}");
        terminal.Hanging("  CORS owner  ", CorsOwner.Describe(steps));
        terminal.Line("");
        foreach (var step in steps.All.Where(step => step.Kind != ProbeStepKind.Scanner))
        {
            WriteStep(step, outcome, terminal);
        }

        WriteScan(steps, terminal);
        terminal.Line("");
        foreach (var note in outcome.Notes)
        {
            terminal.Hanging("  [blue]note[/]  ", PrintableText.Of(note), "blue");
        }

        WriteDiagnosis(outcome, terminal);
    }

    private static void WriteStep(ProbeStep step, ProbeOutcome outcome, Terminal terminal)
    {
        // An untrusted origin is to be stopped; only the page is a reason to shout.
        var isPages = step.Origin == outcome.Origin && step.Kind != ProbeStepKind.UnknownMethod;
        var isStopped = !step.Outcome.Readable && step.Status is not null;
        var color = step.Outcome.Readable ? "green" : isPages ? "red" : "dim";
        var verdict = PrintableText.Of(outcome.VerdictOf(step));
        var brief = isStopped && !isPages && verdict.IndexOf(Lead, StringComparison.Ordinal) is > 0 and var start ? verdict[start..] : verdict;
        var status = step.Status?.ToString(CultureInfo.InvariantCulture) ?? "---";
        if (isStopped && isPages)
        {
            terminal.Hanging($"  {status}  ", step.Title);
            terminal.Wrapped(verdict, 7, color);
        }
        else
        {
            terminal.Beside($"  {status}  {Markup.Escape(step.Title.PadRight(TitleWidth))}  ", brief, 7, color);
        }

        foreach (var hop in step.Outcome.Exchanges.Where(exchange => exchange.Status is >= 300 and < 400 && exchange.ResponseHeader("Location") is not null))
        {
            terminal.Wrapped(PrintableText.Of($"redirects to {hop.ResponseHeader("Location")}{(hop == step.Outcome.Exchanges[^1] ? "" : ", where a browser follows")}"), 7);
        }
    }

    private static void WriteScan(ProbeSteps steps, Terminal terminal)
    {
        var scans = steps.All.Where(step => step.Kind == ProbeStepKind.Scanner).ToList();
        if (scans.Count > 0)
        {
            var allowed = scans.Where(step => step.Outcome.Readable).Select(step => step.Origin!).ToList();
            terminal.Wrapped($"{scans.Count} origins of scanners: {(allowed.Count == 0 ? "none is allowed" : $"allowed are {string.Join(", ", allowed)}")}", 2);
        }
    }

    private static void WriteDiagnosis(ProbeOutcome outcome, Terminal terminal)
    {
        if (outcome.Diagnosis is not { } diagnosis)
        {
            terminal.Wrapped($"{outcome.Summary}.", 0, outcome.Steps.IsBlocked ? "yellow" : "green");
            return;
        }

        terminal.Hanging($"[{TextReport.Color(diagnosis.Help.Level)}]{diagnosis.Help.Level.ToString().ToLowerInvariant()}[/]  [bold]{diagnosis.Help.Code}[/]  ", diagnosis.Help.Title, "bold");
        terminal.Wrapped(PrintableText.Of(diagnosis.Evidence), 2);
        terminal.Wrapped(diagnosis.Help.Fix, 2, "green");
        foreach (var other in diagnosis.Alternatives)
        {
            terminal.Wrapped($"From outside this looks the same: {other.Code}, {other.Title}. {other.Fix}", 2);
        }

        terminal.Wrapped($"corskit explain {diagnosis.Help.Code} tells what the browser prints, why, and the lines to paste.", 0, "dim");
    }
}
