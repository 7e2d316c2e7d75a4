namespace CorsKit.DynamoDB;

/// <summary>Where the allowed origins stand.</summary>
public sealed class DynamoDbOriginsOptions
{
    /// <summary>The table. Required.</summary>
    public string TableName { get; set; } = "";

    /// <summary>The partition key, a string: the origin as browsers send it, <c>https://shop.example.com</c>. Default: origin.</summary>
    public string OriginAttribute { get; set; } = "origin";

    /// <summary>
    /// The sort key, a string: whose origin it is, as <see cref="OriginSourceOptions.TenantFrom"/> tells of a request. Default:
    /// null, the table has no sort key and no tenants.
    /// </summary>
    public string? TenantAttribute { get; set; }

    /// <summary>
    /// An attribute that an item may have: the second since 1970 from which on the origin is not allowed, a number, as in
    /// DynamoDB's own time to live, which deletes days later
    /// (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html). Null: none. Default: expires.
    /// </summary>
    public string? ExpiresAttribute { get; set; } = "expires";

    /// <summary>Everything that is wrong, for one message.</summary>
    internal List<string> FindProblems()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(TableName))
        {
            problems.Add("TableName is empty: write the name or the ARN of the table.");
        }

        if (string.IsNullOrWhiteSpace(OriginAttribute))
        {
            problems.Add("OriginAttribute is empty: write the name of the partition key.");
        }

        if (TenantAttribute is not null && (string.IsNullOrWhiteSpace(TenantAttribute) || TenantAttribute == OriginAttribute))
        {
            problems.Add("TenantAttribute is empty or the partition key: write the name of the sort key, or null for a table without one.");
        }

        if (ExpiresAttribute is not null && (string.IsNullOrWhiteSpace(ExpiresAttribute) || ExpiresAttribute == OriginAttribute || ExpiresAttribute == TenantAttribute))
        {
            problems.Add("ExpiresAttribute is empty or part of the key: write the name of another attribute, or null for none.");
        }

        return problems;
    }
}
