using System.Text.RegularExpressions;
using CorsKit.Authorizer;
using CorsKit.DynamoDB;
using CorsKit.Tests.Readme;

namespace ReadmeExamples;

/// <summary>The tables of options have every option with its default.</summary>
public sealed class OptionsTablesTests
{
    [Fact]
    public void Those_of_an_authorizer()
    {
        var options = new CorsAuthorizerOptions();
        var rows = Regex.Matches(Repository.Read("src/CorsKit.Authorizer/README.md"), @"^\| `(\w+)` \| ([^|]+) \|", RegexOptions.Multiline)
            .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);

        Assert.Equal(typeof(CorsAuthorizerOptions).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        Assert.Equal($"`{Assert.Single(options.IdentitySources)}`", rows[nameof(options.IdentitySources)]);
        Assert.Equal($"`{options.UnauthorizedMessage}`", rows[nameof(options.UnauthorizedMessage)]);
        Assert.Equal(("`false`", "`false`"), (rows[nameof(options.EnableSimpleResponses)], rows[nameof(options.RefuseForeignOrigins)]));
        Assert.False(options.EnableSimpleResponses || options.RefuseForeignOrigins);
        Assert.Empty(options.Policies);
        Assert.Null(options.Logger);
    }

    [Fact]
    public void Those_of_a_table()
    {
        var options = new DynamoDbOriginsOptions();
        var page = Repository.Read("src/CorsKit.DynamoDB/README.md");
        var rows = Regex.Matches(page, @"^\| (`(\w+)`|none) \|.*\| `(\w+)` \|$", RegexOptions.Multiline)
            .ToDictionary(row => row.Groups[3].Value, row => row.Groups[2].Success ? row.Groups[2].Value : null);

        Assert.Equal(typeof(DynamoDbOriginsOptions).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal),
            rows.Keys.Append(nameof(options.TableName)).Order(StringComparer.Ordinal));
        Assert.Equal((options.OriginAttribute, options.TenantAttribute, options.ExpiresAttribute),
            (rows[nameof(options.OriginAttribute)]!, rows[nameof(options.TenantAttribute)], rows[nameof(options.ExpiresAttribute)]));
        Assert.Contains($"`{nameof(options.TableName)}` is required", page, StringComparison.Ordinal);
    }
}
