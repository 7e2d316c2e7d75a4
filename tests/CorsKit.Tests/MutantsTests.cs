using System.Text.RegularExpressions;
using CorsKit.Tests.Package;
using CorsKit.Tests.Readme;

namespace CorsKit.Tests;

/// <summary>The deliberate faults of tests/mutants, without running them: each still applies, so that tests/mutants.sh can.</summary>
public sealed partial class MutantsTests
{
    private static readonly string[] Lanes = [.. Lane().Matches(Repository.Read("tests/mutants.sh")).Select(match => match.Groups[1].Value)];

    /// <summary>What the last run of the script found, as it wrote it.</summary>
    private static readonly string Table = Repository.Read("tests/README.md").ReplaceLineEndings("\n").Split("<!-- mutants -->")[1].Split("<!-- /mutants -->")[0];

    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "tests/mutants"), "*.patch").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_mutant_applies_and_names_three_lanes(string name)
    {
        var patch = Repository.Read($"tests/mutants/{name}.patch").ReplaceLineEndings("\n");
        var lanes = NamedLanes().Match(patch).Groups[1].Value.Split(' ');

        Assert.Matches("^# [A-Z`]", patch); // what a user would suffer
        Assert.True(lanes.Distinct().Count() >= 3, string.Join(' ', lanes));
        Assert.Subset(Lanes.ToHashSet(), lanes.ToHashSet());
        Assert.Contains($"\n| [{name}](mutants/{name}.patch) | ", Table, StringComparison.Ordinal);
        Assert.All(ChangedFile().Matches(patch), match => Assert.StartsWith("src/", match.Groups[1].Value, StringComparison.Ordinal));
        await Command.RunAsync(Repository.Root, "git", "apply", "--check", $"tests/mutants/{name}.patch");
    }

    [Fact]
    public void No_mutant_is_missing()
    {
        Assert.True(Names.Count >= 14, $"{Names.Count} mutants");
        Assert.True(Lanes.Length >= 10, $"{Lanes.Length} lanes");
        Assert.Equal(Names.Count, Table.Split('\n').Count(line => line.StartsWith("| [", StringComparison.Ordinal) && line.EndsWith("| caught |", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"^  \[([a-z-]+)\]=", RegexOptions.Multiline)]
    private static partial Regex Lane();

    [GeneratedRegex("^# lanes: (.+)$", RegexOptions.Multiline)]
    private static partial Regex NamedLanes();

    [GeneratedRegex(@"^\+\+\+ b/(.+)$", RegexOptions.Multiline)]
    private static partial Regex ChangedFile();
}
