using System.Text;
using System.Text.Json;
using CorsKit.Tool.Commands;

namespace CorsKit.Tool.Tests;

/// <summary>The tool as a user runs it, in this process.</summary>
internal static class Tool
{
    /// <summary>Where the templates lie that the tests were built from.</summary>
    public static string Templates { get; } = Path.Combine(AppContext.BaseDirectory, "Templates");

    public static (int Code, string Output, string Error) Run(params string[] args) => Run(null, args);

    /// <param name="input">What stands in standard input; null where there is none.</param>
    /// <param name="args">The command line.</param>
    /// <param name="isInputTerminal">Whether the input are answers of somebody who is asked.</param>
    public static (int Code, string Output, string Error) Run(string? input, string[] args, bool isInputTerminal = false)
    {
        using var stream = input is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(input));
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = CorsKitCommand.Run(args, output, error, isTerminal: false, input: stream, isInputTerminal: isInputTerminal);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>What check finds: "CK103 error 6", with the file in front of the line where it is another one.</summary>
    public static (int Code, string Findings) Check(string file, string? settings)
    {
        var (code, found) = CheckAsJson(file, settings);
        using var json = found;
        var findings = json.RootElement.GetProperty("findings").EnumerateArray().Where(finding => !finding.TryGetProperty("suppressed", out _)).Select(Describe).ToList();
        return (code, findings.Count == 0 ? "nothing" : string.Join(", ", findings));

        string Describe(JsonElement finding)
        {
            var location = finding.GetProperty("file").GetString()!;
            return $"{finding.GetProperty("code")} {finding.GetProperty("level")} {(location == file ? "" : $"{Path.GetFileName(location)}:")}{finding.GetProperty("line")}";
        }
    }

    /// <summary>The words of each finding, without the folder and the version of this build.</summary>
    /// <param name="file">The template.</param>
    /// <param name="settings">A file of Templates/Settings; empty for none.</param>
    public static IReadOnlyList<(string Code, string Level, string Message)> Findings(string file, string settings)
    {
        using var json = CheckAsJson(file, settings.Length == 0 ? null : Path.Combine(Templates, "Settings", settings)).Json;
        var version = typeof(GatewayCorsPolicy).Assembly.GetName().Version!.ToString(3);
        return [.. json.RootElement.GetProperty("findings").EnumerateArray().Select(finding => (
            finding.GetProperty("code").GetString()!,
            finding.GetProperty("level").GetString()!,
            finding.GetProperty("message").GetString()!
                .Replace(Templates + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace($"CorsKit {version} says", "CorsKit says", StringComparison.Ordinal)))];
    }

    private static (int Code, JsonDocument Json) CheckAsJson(string file, string? settings)
    {
        var (code, output, error) = Run(["check", file, "--format", "json", .. settings is null ? (string[])[] : ["--settings", settings]]);
        Assert.Equal("", error);
        var json = JsonDocument.Parse(output);
        Assert.Empty(json.RootElement.GetProperty("unusable").EnumerateArray());
        return (code, json);
    }
}
