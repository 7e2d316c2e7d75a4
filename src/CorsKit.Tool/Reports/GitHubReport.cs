using System.Globalization;
using CorsKit.Tool.Checks;
using CorsKit.Tool.Rules;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Reports;

/// <summary>Workflow commands, which GitHub Actions shows at the lines of a change (https://docs.github.com/actions/reference/workflow-commands-for-github-actions).</summary>
internal static class GitHubReport
{
    public static void Write(Outcome outcome, TextWriter writer)
    {
        foreach (var unusable in outcome.Unusable)
        {
            Write(writer, "error", unusable.Location, "corskit: unusable", unusable.Reason);
        }

        foreach (var finding in outcome.Findings)
        {
            var command = finding.Level switch
            {
                Level.Error => "error",
                Level.Warning => "warning",
                _ => "notice",
            };
            Write(writer, command, finding.Location, finding.Resource is null ? finding.Rule.Code : $"{finding.Rule.Code} {finding.Resource}", $"{finding.Message} {finding.Rule.Fix}");
        }
    }

    private static void Write(TextWriter writer, string command, Location location, string title, string message) =>
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"::{command} file={Property(location.File)},line={location.Line},col={location.Column},title={Property(title)}::{Data(message)}"));

    /// <summary>Line breaks are escaped as the command asks for it; what else is not printable is replaced.</summary>
    private static string Data(string text) =>
        PrintableText.Of(text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal));

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
