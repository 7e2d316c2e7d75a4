using System.Globalization;
using System.Text.RegularExpressions;
using CorsKit.Tests.Readme;

namespace CorsKit.Tests;

/// <summary>The scores of tests/mutation.sh that the page of the tests has.</summary>
public sealed partial class MutationTests
{
    [Fact]
    public void Each_score_is_of_a_part_of_the_script_and_at_least_what_it_asks_for()
    {
        var parts = Part().Matches(Repository.Read("tests/mutation.sh")).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["least"].Value);
        var table = Repository.Read("tests/README.md").ReplaceLineEndings("\n").Split("<!-- mutation -->")[1].Split("<!-- /mutation -->")[0];
        var rows = table.Split('\n').Skip(3).Where(line => line.Length > 0).Select(line => line.Trim('|', ' ').Split(" | ")).ToList();

        Assert.True(parts.Count >= 8, $"{parts.Count} parts");
        Assert.True(rows.Count >= 3, $"{rows.Count} rows");
        Assert.All(rows, row =>
        {
            Assert.Equal((row[0], $"{parts[row[0]]} %"), (row[0], row[6]));
            var (noticed, unnoticed) = (int.Parse(row[1], CultureInfo.InvariantCulture) + int.Parse(row[2], CultureInfo.InvariantCulture), int.Parse(row[3], CultureInfo.InvariantCulture) + int.Parse(row[4], CultureInfo.InvariantCulture));
            Assert.Equal((100.0 * noticed / (noticed + unnoticed)).ToString("0.0", CultureInfo.InvariantCulture) + " %", row[5]);
            Assert.InRange(100.0 * noticed / (noticed + unnoticed), double.Parse(parts[row[0]], CultureInfo.InvariantCulture), 100);
        });
    }

    [GeneratedRegex("""^  \[(?<name>[a-z]+)\]="CorsKit.* (?<least>\d+)"$""", RegexOptions.Multiline)]
    private static partial Regex Part();
}
