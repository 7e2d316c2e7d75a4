using System.Text.Json;
using CorsKit.Tool.Checks;
using CorsKit.Tool.Rules;

namespace CorsKit.Tool.Reports;

/// <summary>For programs.</summary>
internal static class JsonReport
{
    public static void Write(Outcome outcome, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("summary");
        json.WriteNumber("files", outcome.AllFiles);
        json.WriteNumber("errors", outcome.Count(Level.Error));
        json.WriteNumber("warnings", outcome.Count(Level.Warning));
        json.WriteNumber("notes", outcome.Count(Level.Note));
        json.WriteNumber("suppressed", outcome.Suppressed.Count);
        json.WriteNumber("unusable", outcome.UnusableFiles);
        json.WriteEndObject();
        json.WriteStartArray("unusable");
        foreach (var unusable in outcome.Unusable)
        {
            json.WriteStartObject();
            WritePlace(json, unusable.Location);
            json.WriteString("reason", unusable.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var finding in outcome.Findings.Concat(outcome.Suppressed))
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Rule.Code);
            json.WriteString("level", finding.Level.ToString().ToLowerInvariant());
            WritePlace(json, finding.Location);
            json.WriteString("resource", finding.Resource);
            json.WriteString("message", finding.Message);
            json.WriteString("fix", finding.Rule.Fix);
            json.WriteString("source", finding.Rule.Source);
            if (finding.Suppression is { } reason)
            {
                json.WriteString("suppressed", reason);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, Templates.Location location)
    {
        json.WriteString("file", location.File);
        json.WriteNumber("line", location.Line);
        json.WriteNumber("column", location.Column);
    }
}
