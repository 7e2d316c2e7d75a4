using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>
/// A header that a REST API writes itself, as a mapping has it: a static value in single quotes inside the string, or
/// an expression such as <c>method.request.header.Origin</c>
/// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-gatewayresponse.html).
/// </summary>
internal sealed record MappedHeader(string Name, Location Location, string? Raw)
{
    private static readonly string[] Expressions = ["method.", "integration.", "context.", "stageVariables."];

    public bool IsCors => Name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase);

    public bool IsStatic => Raw is ['\'', .., '\''] && Raw.Length >= 2;

    public bool IsExpression => Raw is { } raw && Array.Exists(Expressions, prefix => raw.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Whether it is neither a value in quotes nor an expression, so that API Gateway refuses it.</summary>
    public bool LacksQuotes => Raw is not null && !IsStatic && !IsExpression;

    /// <summary>What a browser receives; null where the request or the deployment decides.</summary>
    public string? Value => IsStatic ? Raw![1..^1] : null;
}

/// <summary>The headers of one answer that a REST API gives itself.</summary>
/// <param name="Resource">The resource of the template that they stand in.</param>
/// <param name="Location">Where.</param>
/// <param name="Owner">For messages: "the gateway response DEFAULT_4XX".</param>
/// <param name="Headers">What is written; of these only CORS headers and Vary matter.</param>
internal sealed record MappedHeaders(string Resource, Location Location, string Owner, IReadOnlyList<MappedHeader> Headers)
{
    public const string AllowOriginName = "Access-Control-Allow-Origin";

    public MappedHeader? AllowOrigin => Find(AllowOriginName);

    public MappedHeader? AllowCredentials => Find("Access-Control-Allow-Credentials");

    public MappedHeader? Find(string name) => Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same in the words of a CORS configuration; what an expression gives is not known.</summary>
    public CorsConfiguration ToConfiguration()
    {
        ListSetting? List(string name) => Find(name) is not { } header ? null
            : header.Value is { } value
                ? new ListSetting(header.Location, [.. value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => new Setting(header.Location, item))])
                : new ListSetting(header.Location, []) { IsComplete = false };
        Setting? One(string name) => Find(name) is { } header ? new Setting(header.Location, header.Value) : null;
        return new CorsConfiguration(Location)
        {
            AllowOrigins = List(AllowOriginName),
            AllowMethods = List("Access-Control-Allow-Methods"),
            AllowHeaders = List("Access-Control-Allow-Headers"),
            ExposeHeaders = List("Access-Control-Expose-Headers"),
            AllowCredentials = One("Access-Control-Allow-Credentials"),
            MaxAge = One("Access-Control-Max-Age"),
        };
    }

    /// <summary>Reads response parameters whose keys are led by a prefix: <c>gatewayresponse.header.</c>.</summary>
    public static MappedHeaders Read(string resource, Location location, string owner, Node? parameters, string prefix) =>
        new(resource, location, owner, [.. (parameters?.Entries ?? [])
            .Where(entry => entry.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .Select(entry => new MappedHeader(entry.Key[prefix.Length..], entry.Value.Location, entry.Value.Text))]);
}
