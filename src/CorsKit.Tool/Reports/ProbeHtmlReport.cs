using System.Globalization;
using System.Net;
using CorsKit.Tool.Probing.Steps;
using CorsKit.Tool.Probing;
using CorsKit.Tool.Rules;

namespace CorsKit.Tool.Reports;

/// <summary>A probe as one page that needs nothing else: no script, no file beside it.</summary>
internal static class ProbeHtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark; --line: light-dark(#d8dce2, #3a4048); --soft: light-dark(#f5f6f8, #1d2126); --bad: light-dark(#b3261e, #ff8a80); --good: light-dark(#1b6e3c, #7bd99a); --dim: light-dark(#59616b, #9aa4b0); }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 64rem; font: 16px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.25rem; margin: 0; overflow-wrap: anywhere; }
        h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
        p { margin: .35rem 0; overflow-wrap: anywhere; }
        code, pre, .words { font: .85em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
        pre { background: var(--soft); padding: .75rem; overflow-x: auto; overflow-wrap: normal; }
        .cause { border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 4px; padding: .75rem 1rem; margin: 1.25rem 0; }
        .cause.none { border-left-color: var(--good); }
        .cause h2 { margin: 0 0 .25rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 1rem 0; }
        dt, .dim { color: var(--dim); }
        dd { margin: 0; overflow-wrap: anywhere; }
        table { border-collapse: collapse; width: 100%; }
        th { text-align: left; font-weight: 600; color: var(--dim); font-size: .85rem; }
        th, td { border-bottom: 1px solid var(--line); padding: .5rem .75rem .5rem 0; vertical-align: top; }
        td:first-child { font-variant-numeric: tabular-nums; }
        .good { color: var(--good); } .bad { color: var(--bad); }
        summary { cursor: pointer; color: var(--dim); font-size: .85rem; }
        @media (max-width: 40rem) {
          dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; }
          thead { display: none; }
          tr { display: block; border-bottom: 1px solid var(--line); padding: .5rem 0; }
          td { display: inline; border: 0; padding: 0 .5rem 0 0; }
          td.verdict { display: block; padding: .25rem 0 0; }
        }
        """;

    public static void Write(ProbeOutcome outcome, Secrets secrets, TextWriter output)
    {
        var steps = outcome.Steps;
        output.WriteLine($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>CORS of {Text(steps.Request.Url.AbsoluteUri)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <h1>{Text(steps.Request.Url.AbsoluteUri)}</h1>
            <p class="dim">as a page of {Text(outcome.Origin)} sees it{(steps.Request.WithCredentials ? ", with credentials" : "")}</p>
            """);
        WriteDiagnosis(outcome, output);
        output.WriteLine($"""
            <dl>
            <dt>Front door</dt><dd>{Text(steps.Door.Name)}{(steps.Door.Signs.Count == 0 ? "" : $" <span class=\"dim\">({Text(string.Join(", ", steps.Door.Signs))})</span>")}</dd>
            <dt>CORS owner</dt><dd>{Text(CorsOwner.Describe(steps))}</dd>
            """);
        foreach (var note in outcome.Notes)
        {
            output.WriteLine($"<dt>Note</dt><dd>{Text(note)}</dd>");
        }

        output.WriteLine("</dl>");
        WriteList("Where what is live differs from the policy of the settings", outcome.Policy?.Differences ?? [], output);
        output.WriteLine("<h2>What was sent, and what a browser makes of the answer</h2>\n<table>\n<thead><tr><th>Status</th><th>Request</th><th>In the browser</th></tr></thead>\n<tbody>");
        foreach (var step in steps.All)
        {
            WriteStep(step, outcome, secrets, output);
        }

        output.WriteLine("</tbody>\n</table>\n</body>\n</html>");
    }

    private static void WriteDiagnosis(ProbeOutcome outcome, TextWriter output)
    {
        if (outcome.Diagnosis is not { } diagnosis)
        {
            output.WriteLine($"<section class=\"cause{(outcome.Steps.IsBlocked ? "" : " none")}\"><h2>{Text(outcome.Summary)}.</h2></section>");
            return;
        }

        output.WriteLine($"<section class=\"cause\"><h2>{diagnosis.Help.Code}: {Text(diagnosis.Help.Title)}</h2>");
        output.WriteLine($"<p>{Text(diagnosis.Evidence)}</p>");
        WriteFix(diagnosis.Help, output);
        foreach (var other in diagnosis.Alternatives)
        {
            output.WriteLine($"<details><summary>From outside this looks the same: {other.Code}, {Text(other.Title)}</summary>");
            WriteFix(other, output);
            output.WriteLine("</details>");
        }

        output.WriteLine("</section>");
    }

    private static void WriteFix(RuleHelp help, TextWriter output)
    {
        output.WriteLine($"<p>{Text(help.Why.ReplaceLineEndings(" "))}</p>\n<p><strong>{Text(help.Fix)}</strong></p>");
        if (help.Paste is { } paste)
        {
            output.WriteLine($"<pre>{Text(paste, keepLines: true)}</pre>");
        }

        output.WriteLine($"<p class=\"dim\">{Text(help.Source)}</p>");
    }

    private static void WriteStep(ProbeStep step, ProbeOutcome outcome, Secrets secrets, TextWriter output)
    {
        var isPages = step.Origin == outcome.Origin && step.Kind != ProbeStepKind.UnknownMethod;
        var color = step.Outcome.Readable ? "good" : isPages ? "bad" : "dim";
        var status = step.Status?.ToString(CultureInfo.InvariantCulture) ?? "none";
        output.WriteLine($"<tr><td>{status}</td><td>{Text(step.Title)}</td><td class=\"verdict\"><span class=\"{color} {(step.Outcome.Readable ? "" : "words")}\">{Text(outcome.VerdictOf(step))}</span>");
        foreach (var exchange in step.Outcome.Exchanges)
        {
            var answer = exchange.Status?.ToString(CultureInfo.InvariantCulture) ?? exchange.NetworkError;
            string[] lines =
            [
                $"{exchange.Method} {exchange.Url.AbsoluteUri}", .. ProbeHeaders.Lines(exchange.RequestHeaders, outcome.Steps.Request, secrets), "", answer ?? "", .. ProbeHeaders.Lines(exchange.ResponseHeaders, outcome.Steps.Request, secrets),
            ];
            output.WriteLine($"<details><summary>{(exchange == step.Exchange ? "headers" : "headers after the redirect")}</summary><pre>{Text(string.Join('\n', lines), keepLines: true)}</pre></details>");
        }

        output.WriteLine("</td></tr>");
    }

    private static void WriteList(string title, IReadOnlyList<string> items, TextWriter output)
    {
        if (items.Count > 0)
        {
            output.WriteLine($"<h2>{title}</h2>\n<ul>{string.Concat(items.Select(item => $"<li>{Text(item)}</li>"))}</ul>");
        }
    }

    private static string Text(string text, bool keepLines = false) => WebUtility.HtmlEncode(keepLines ? text : PrintableText.Of(text));
}
