using System.Text.RegularExpressions;
using CorsKit.Tests.Readme;

namespace CorsKit.Tool.Tests;

/// <summary>What the README shows of corskit is what it prints.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Every_command_of_the_README_prints_what_stands_there()
    {
        var consoles = Console().Matches(Repository.Read("README.md"));

        Assert.NotEmpty(consoles);
        foreach (var console in consoles.Select(match => match.Groups["text"].Value))
        {
            foreach (var command in Regex.Split(console, @"^\$ corskit ", RegexOptions.Multiline).Skip(1))
            {
                var (line, expected) = (command.Split('\n', 2)[0], command.Split('\n', 2)[1]);
                Assert.Equal(expected.TrimEnd(), Run(line).TrimEnd());
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

    /// <summary>The files that it names lie in Readme.</summary>
    private static string Run(string line)
    {
        var folder = Path.Combine(Repository.Root, "tests/CorsKit.Tool.Tests/Readme") + Path.DirectorySeparatorChar;
        string[] args = [.. line.Split(' ').Select(word => File.Exists(folder + word) ? folder + word : word)];
        var (_, output, error) = Tool.Run(args);
        return (output + error).Replace(folder, "", StringComparison.Ordinal);
    }

    [GeneratedRegex("```console\n(?<text>\\$ corskit .*?)```", RegexOptions.Singleline)]
    private static partial Regex Console();

    [GeneratedRegex("<!-- golden: (?<file>\\S+) -->\n```text\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Golden();
}
