using System.Text.RegularExpressions;
using CorsKit.Tests.Readme;

namespace CorsKit.Tool.Tests;

/// <summary>What the README shows of corskit is what it prints.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Every_command_of_the_README_prints_what_stands_there()
    {
        var readme = Repository.Read("README.md");
        var consoles = Console().Matches(readme);
        using var folder = new TemporaryFolder();
        foreach (Match settings in Settings().Matches(readme))
        {
            folder.Write(settings.Groups["name"].Value + ".json", settings.Groups["json"].Value);
        }

        folder.Write("template.yaml", Repository.Read("tests/CorsKit.Tool.Tests/Readme/template.yaml"));

        Assert.NotEmpty(consoles);
        foreach (var console in consoles.Select(match => match.Groups["text"].Value))
        {
            foreach (var command in Regex.Split(console, @"^\$ corskit ", RegexOptions.Multiline).Skip(1))
            {
                var (line, expected) = (command.Split('\n', 2)[0], command.Split('\n', 2)[1]);
                Assert.Equal(expected.TrimEnd(), Run(folder.Path + Path.DirectorySeparatorChar, line).TrimEnd());
            }
        }
    }

    /// <summary>A probe needs an API to ask; what it printed of one is agreed in Golden, and the README leaves lines out.</summary>
    [Fact]
    public void What_the_README_shows_of_a_probe_is_what_was_agreed()
    {
        var block = Assert.Single(Golden().Matches(Repository.Read("README.md")));
        var agreed = Repository.Read("tests/CorsKit.Tool.Tests/Golden/" + block.Groups["file"].Value).Split('\n');
        var shown = block.Groups["text"].Value.TrimEnd().Split('\n')[1..].Where(line => line.Trim() is not ("" or "…")).ToList();

        Assert.True(shown.Count > 10);
        Assert.Equal(shown, agreed.Where(shown.Contains));
    }

    /// <summary>The settings that a command names are those that the README shows.</summary>
    private static string Run(string folder, string line)
    {
        string[] args = [.. line.Split(' ').Select(word => File.Exists(folder + word) ? folder + word : word)];
        var (_, output, error) = Tool.Run(args);
        return (output + error).Replace(folder, "", StringComparison.Ordinal);
    }

    [GeneratedRegex("```console\n(?<text>\\$ corskit .*?)```", RegexOptions.Singleline)]
    private static partial Regex Console();

    [GeneratedRegex("<!-- code: (?<name>\\w+) -->\n```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Settings();

    [GeneratedRegex("<!-- golden: (?<file>\\S+) -->\n```text\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Golden();
}
