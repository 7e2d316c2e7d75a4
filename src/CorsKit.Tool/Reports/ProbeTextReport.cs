using System.Globalization;
using CorsKit.Tool.Probing;
using Spectre.Console;

namespace CorsKit.Tool.Reports;

/// <summary>A probe, for people.</summary>
internal static class ProbeTextReport
{
    private const int TitleWidth = 44;

    /// <summary>What leads every message of the console, and is worth reading once.</summary>
    private const string Lead = "blocked by CORS policy: ";

    public static void Write(ProbeOutcome outcome, Terminal terminal)
    {
        var trials = outcome.Trials;
        terminal.Line($"[bold underline]{Markup.Escape(PrintableText.Of(trials.Request.Url.AbsoluteUri))}[/]");
        terminal.Wrapped($"as a page of {outcome.Origin} sees it{(trials.Request.WithCredentials ? ", with credentials" : "")}", 0);
        terminal.Line("");
        var signs = trials.Door.Signs.Count == 0 ? "" : $" ({string.Join(", ", trials.Door.Signs)})";
        terminal.Wrapped($"front door  {trials.Door.Name}{signs}", 2);
        terminal.Wrapped($"CORS owner  {CorsOwner.Describe(trials)}", 2);
        terminal.Line("");
        foreach (var trial in trials.All.Where(trial => trial.Kind != TrialKind.Scanner))
        {
            WriteTrial(trial, trials, terminal);
        }

        WriteScan(trials, terminal);
        terminal.Line("");
        foreach (var note in outcome.Notes)
        {
            terminal.Wrapped($"note  {PrintableText.Of(note)}", 2, "blue");
        }

        WriteCause(outcome, terminal);
    }

    private static void WriteTrial(Trial trial, Trials trials, Terminal terminal)
    {
        // A stranger is to be stopped; only the page is a reason to shout.
        var isPages = trial.Origin == trials.Request.Origin && trial.Kind != TrialKind.UnknownMethod;
        var isStopped = !trial.Outcome.Readable && trial.Status is not null;
        var color = trial.Outcome.Readable ? "green" : isPages ? "red" : "dim";
        var verdict = PrintableText.Of(trial.Verdict);
        var brief = isStopped && !isPages && verdict.IndexOf(Lead, StringComparison.Ordinal) is > 0 and var start ? verdict[start..] : verdict;
        var status = trial.Status?.ToString(CultureInfo.InvariantCulture) ?? "---";
        if (isStopped && isPages)
        {
            terminal.Line($"  {status}  {Markup.Escape(trial.Title)}");
            terminal.Wrapped(verdict, 7, color);
        }
        else
        {
            terminal.Line($"  {status}  {Markup.Escape(trial.Title.PadRight(TitleWidth))}  [{color}]{Markup.Escape(brief)}[/]");
        }

        foreach (var hop in trial.Outcome.Exchanges.Where(exchange => exchange.Status is >= 300 and < 400 && exchange.ResponseHeader("Location") is not null))
        {
            terminal.Wrapped(PrintableText.Of($"redirects to {hop.ResponseHeader("Location")}{(hop == trial.Outcome.Exchanges[^1] ? "" : ", where a browser follows")}"), 7);
        }
    }

    private static void WriteScan(Trials trials, Terminal terminal)
    {
        var scans = trials.All.Where(trial => trial.Kind == TrialKind.Scanner).ToList();
        if (scans.Count > 0)
        {
            var allowed = scans.Where(trial => trial.Outcome.Readable).Select(trial => trial.Origin!).ToList();
            terminal.Wrapped($"{scans.Count} origins of scanners: {(allowed.Count == 0 ? "none is allowed" : $"allowed are {string.Join(", ", allowed)}")}", 2);
        }
    }

    private static void WriteCause(ProbeOutcome outcome, Terminal terminal)
    {
        if (outcome.Cause is not { } cause)
        {
            terminal.Line(outcome.Trials.IsBlocked
                ? "[yellow]A page cannot use this, and nothing seen tells why: the words above are the browser's.[/]"
                : $"[green]No cause found: a page of {Markup.Escape(outcome.Origin)} can use this{(outcome.Policy is null ? "" : ", and what is live is the policy of the settings")}.[/]");
            return;
        }

        terminal.Line($"[{TextReport.Color(cause.Page.Level)}]{cause.Page.Level.ToString().ToLowerInvariant()}[/]  [bold]{cause.Page.Code}  {Markup.Escape(cause.Page.Title)}[/]");
        terminal.Wrapped(PrintableText.Of(cause.Evidence), 2);
        terminal.Wrapped(cause.Page.Fix, 2, "green");
        foreach (var other in cause.Alternatives)
        {
            terminal.Wrapped($"From outside this looks the same: {other.Code}, {other.Title}. {other.Fix}", 2);
        }

        terminal.Line($"[dim]corskit explain {cause.Page.Code} tells what the browser prints, why, and the lines to paste.[/]");
    }
}
