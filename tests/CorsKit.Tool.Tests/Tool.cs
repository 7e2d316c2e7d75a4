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
        string[] args = ["check", file, "--format", "json", .. settings is null ? (string[])[] : ["--settings", settings]];
        var (code, output, error) = Run(args);
        Assert.Equal("", error);
        using var json = JsonDocument.Parse(output);
        Assert.Empty(json.RootElement.GetProperty("unusable").EnumerateArray());
        var findings = json.RootElement.GetProperty("findings").EnumerateArray().Where(finding => !finding.TryGetProperty("suppressed", out _)).Select(Describe).ToList();
        return (code, findings.Count == 0 ? "nothing" : string.Join(", ", findings));

        string Describe(JsonElement finding)
        {
            var location = finding.GetProperty("file").GetString()!;
            return $"{finding.GetProperty("code")} {finding.GetProperty("level")} {(location == file ? "" : $"{Path.GetFileName(location)}:")}{finding.GetProperty("line")}";
        }
    }
}
