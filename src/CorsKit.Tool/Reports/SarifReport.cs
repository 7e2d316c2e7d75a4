using System.Text.Json;
using CorsKit.Tool.Checks;
using CorsKit.Tool.Rules;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Reports;

/// <summary>SARIF 2.1.0, for code scanning (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).</summary>
internal static class SarifReport
{
    public static void Write(Outcome outcome, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json);
        WriteInvocation(json, outcome);

        // Lines and columns count characters as .NET strings have them.
        json.WriteString("columnKind", "utf16CodeUnits");
        json.WriteStartArray("results");
        foreach (var finding in outcome.Findings.Concat(outcome.Suppressed))
        {
            WriteResult(json, finding);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "corskit");
        json.WriteString("version", typeof(SarifReport).Assembly.GetName().Version!.ToString(3));
        json.WriteString("informationUri", "https://github.com/corskit/corskit");
        json.WriteStartArray("rules");
        foreach (var help in Rulebook.Help)
        {
            json.WriteStartObject();
            json.WriteString("id", help.Code);
            WriteText(json, "shortDescription", $"{help.Title}.");
            WriteText(json, "fullDescription", help.Why.ReplaceLineEndings(" "));
            WriteText(json, "help", $"{help.Fix}{(help.Paste is null ? "" : $"\n\n{help.Paste}")}");
            json.WriteString("helpUri", help.Source);
            json.WriteStartObject("defaultConfiguration");
            json.WriteString("level", Name(help.Level));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Files that cannot be used are no results: the tool did not do what it was asked for.</summary>
    private static void WriteInvocation(Utf8JsonWriter json, Outcome outcome)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", outcome.Unusable.Count == 0);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var unusable in outcome.Unusable)
        {
            json.WriteStartObject();
            json.WriteString("level", "error");
            WriteText(json, "message", Sentence(unusable.Reason));
            WriteLocations(json, unusable.Location, null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResult(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.Rule.Code);
        json.WriteNumber("ruleIndex", Rulebook.Help.TakeWhile(page => page.Code != finding.Rule.Code).Count());
        json.WriteString("level", Name(finding.Level));
        WriteText(json, "message", $"{finding.Message} {finding.Rule.Fix}");
        WriteLocations(json, finding.Location, finding.Resource);
        if (finding.Suppression is { } reason)
        {
            json.WriteStartArray("suppressions");
            json.WriteStartObject();
            json.WriteString("kind", "inSource");
            json.WriteString("justification", reason);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteLocations(Utf8JsonWriter json, Location location, string? resource)
    {
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", Address(location.File));
        json.WriteEndObject();
        json.WriteStartObject("region");
        json.WriteNumber("startLine", location.Line);
        json.WriteNumber("startColumn", location.Column);
        json.WriteEndObject();
        json.WriteEndObject();
        if (resource is not null)
        {
            json.WriteStartArray("logicalLocations");
            json.WriteStartObject();
            json.WriteString("name", resource);
            json.WriteString("kind", "resource");
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    /// <summary>Relative as it was named; an absolute path becomes a file URI.</summary>
    private static string Address(string file) =>
        Path.IsPathRooted(file) ? new Uri(Path.GetFullPath(file)).AbsoluteUri
        : string.Join('/', file.Replace('\\', '/').Split('/').Select(Uri.EscapeDataString));

    private static void WriteText(Utf8JsonWriter json, string property, string text)
    {
        json.WriteStartObject(property);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static string Sentence(string reason) => $"{Sentences.Begin(reason)}.";

    private static string Name(Level level) => level.ToString().ToLowerInvariant();
}
