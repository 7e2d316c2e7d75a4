using System.Text.Json;
using CorsKit.Testing;
using CorsKit.Tool.Probing.Steps;
using CorsKit.Tool.Probing;
using CorsKit.Tool.Rules;

namespace CorsKit.Tool.Reports;

/// <summary>A probe, for programs.</summary>
internal static class ProbeJsonReport
{
    public static void Write(ProbeOutcome outcome, Secrets secrets, Utf8JsonWriter json)
    {
        var steps = outcome.Steps;
        json.WriteStartObject();
        json.WriteString("url", steps.Request.Url.AbsoluteUri);
        json.WriteString("origin", outcome.Origin);
        json.WriteBoolean("credentials", steps.Request.WithCredentials);
        json.WriteStartObject("frontDoor");
        json.WriteString("kind", steps.Door.Kind.ToString());
        json.WriteBoolean("behindCloudFront", steps.Door.BehindCloudFront);
        json.WriteString("name", steps.Door.Name);
        WriteTexts(json, "signs", steps.Door.Signs);
        json.WriteEndObject();
        json.WriteString("owner", CorsOwner.Describe(steps));
        json.WriteString("summary", outcome.Summary);
        json.WritePropertyName("diagnosis");
        WriteDiagnosis(outcome, json);
        if (outcome.Policy is { } policy)
        {
            WriteTexts(json, "differences", policy.Differences);
        }

        WriteTexts(json, "notes", outcome.Notes);
        json.WriteStartArray("steps");
        foreach (var step in steps.All)
        {
            WriteStep(step, outcome, secrets, json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteDiagnosis(ProbeOutcome outcome, Utf8JsonWriter json)
    {
        if (outcome.Diagnosis is not { } diagnosis)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        WriteHelp(diagnosis.Help, json);
        json.WriteString("level", diagnosis.Help.Level.ToString().ToLowerInvariant());
        json.WriteString("evidence", diagnosis.Evidence);
        json.WriteString("source", diagnosis.Help.Source);
        json.WriteStartArray("alternatives");
        foreach (var other in diagnosis.Alternatives)
        {
            json.WriteStartObject();
            WriteHelp(other, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteHelp(RuleHelp help, Utf8JsonWriter json)
    {
        json.WriteString("code", help.Code);
        json.WriteString("title", help.Title);
        json.WriteString("fix", help.Fix);
    }

    private static void WriteStep(ProbeStep step, ProbeOutcome outcome, Secrets secrets, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("kind", step.Kind.ToString());
        json.WriteString("title", step.Title);
        json.WriteString("origin", step.Origin);
        json.WriteBoolean("readable", step.Outcome.Readable);
        json.WriteString("verdict", outcome.VerdictOf(step));
        json.WriteString("problem", step.Problem);
        json.WriteStartArray("exchanges");
        foreach (var exchange in step.Outcome.Exchanges)
        {
            WriteExchange(exchange, outcome.Steps.Request, secrets, json);
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
