using System.Text.Json;
using CorsKit.Testing;
using CorsKit.Tool.Probing;
using CorsKit.Tool.Rules;

namespace CorsKit.Tool.Reports;

/// <summary>A probe, for programs.</summary>
internal static class ProbeJsonReport
{
    public static void Write(ProbeOutcome outcome, Secrets secrets, Utf8JsonWriter json)
    {
        var trials = outcome.Trials;
        json.WriteStartObject();
        json.WriteString("url", trials.Request.Url.AbsoluteUri);
        json.WriteString("origin", outcome.Origin);
        json.WriteBoolean("credentials", trials.Request.WithCredentials);
        json.WriteStartObject("frontDoor");
        json.WriteString("kind", trials.Door.Kind.ToString());
        json.WriteBoolean("behindCloudFront", trials.Door.BehindCloudFront);
        json.WriteString("name", trials.Door.Name);
        WriteTexts(json, "signs", trials.Door.Signs);
        json.WriteEndObject();
        json.WriteString("owner", CorsOwner.Describe(trials));
        json.WritePropertyName("cause");
        WriteCause(outcome, json);
        if (outcome.Policy is { } policy)
        {
            WriteTexts(json, "differences", policy.Differences);
        }

        WriteTexts(json, "notes", outcome.Notes);
        json.WriteStartArray("trials");
        foreach (var trial in trials.All)
        {
            WriteTrial(trial, trials.Request, secrets, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCause(ProbeOutcome outcome, Utf8JsonWriter json)
    {
        if (outcome.Cause is not { } cause)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        WritePage(cause.Page, json);
        json.WriteString("level", cause.Page.Level.ToString().ToLowerInvariant());
        json.WriteString("evidence", cause.Evidence);
        json.WriteString("source", cause.Page.Source);
        json.WriteStartArray("alternatives");
        foreach (var other in cause.Alternatives)
        {
            json.WriteStartObject();
            WritePage(other, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePage(RuleHelp page, Utf8JsonWriter json)
    {
        json.WriteString("code", page.Code);
        json.WriteString("title", page.Title);
        json.WriteString("fix", page.Fix);
    }

    private static void WriteTrial(Trial trial, ProbeRequest request, Secrets secrets, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("kind", trial.Kind.ToString());
        json.WriteString("title", trial.Title);
        json.WriteString("origin", trial.Origin);
        json.WriteBoolean("readable", trial.Outcome.Readable);
        json.WriteString("verdict", trial.Verdict);
        json.WriteString("problem", trial.Problem);
        json.WriteStartArray("exchanges");
        foreach (var exchange in trial.Outcome.Exchanges)
        {
            WriteExchange(exchange, request, secrets, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteExchange(FetchExchange exchange, ProbeRequest request, Secrets secrets, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("method", exchange.Method);
        json.WriteString("url", exchange.Url.AbsoluteUri);
        WriteTexts(json, "request", ProbeHeaders.Lines(exchange.RequestHeaders, request, secrets));
        if (exchange.Status is { } status)
        {
            json.WriteNumber("status", status);
        }

        WriteTexts(json, "response", ProbeHeaders.Lines(exchange.ResponseHeaders, request, secrets));
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
