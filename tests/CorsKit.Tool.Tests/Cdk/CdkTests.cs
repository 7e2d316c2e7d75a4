namespace CorsKit.Tool.Tests.Cdk;

/// <summary>Stacks as the CDK synthesizes them, and all that is found in each: not what is printed today, but what AWS and a browser would do.</summary>
[Collection("CDK")]
public sealed class CdkTests(CdkStacks stacks)
{
    /// <summary>expected.txt: stack | what a page of another origin meets | findings, without lines.</summary>
    public static TheoryData<string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Cdk", "expected.txt")))
            {
                var cells = line.Split('|', StringSplitOptions.TrimEntries);
                rows.Add(cells[0], cells[1], cells[2]);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_stack_has_the_findings_of_the_table_and_no_others(string stack, string whatAPageMeets, string expected)
    {
        var (_, findings) = Tool.Check(stacks.TemplateOf(stack), settings: null);

        Assert.Equal((whatAPageMeets, expected), (whatAPageMeets, WithoutLines(findings)));
    }

    [Fact]
    public void Every_stack_is_in_the_table() =>
        Assert.Equal(stacks.Names.Order(StringComparer.Ordinal), Rows.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    /// <summary>"CK103 error 6, CK001 note part.json:4" is "CK001 note, CK103 error".</summary>
    private static string WithoutLines(string findings) =>
        string.Join(", ", findings.Split(", ").Select(finding => string.Join(' ', finding.Split(' ').Take(2))).Order(StringComparer.Ordinal));
}

/// <summary>The packages are installed once.</summary>
[CollectionDefinition("CDK")]
public sealed class SharedCdkStacks : ICollectionFixture<CdkStacks>;
