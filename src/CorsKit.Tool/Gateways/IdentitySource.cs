using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>Where an authorizer looks for who asks: the request headers that a page has to send.</summary>
internal static class IdentitySource
{
    public const string Authorization = "authorization";

    private const string HeaderPart = "request.header.";

    private const string QueryPart = "request.querystring.";

    /// <summary>
    /// Of AWS::ApiGateway::Authorizer and AWS::ApiGatewayV2::Authorizer
    /// (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-authorizer.html).
    /// </summary>
    public static string HeadersOf(Resource authorizer) => Headers(authorizer["IdentitySource"]);

    /// <summary>The headers in <c>method.request.header.Authorization, method.request.querystring.key</c>, or in a list of such.</summary>
    public static string Headers(Node? source) => Join(
        from part in Parts(source)
        let start = part.IndexOf(HeaderPart, StringComparison.OrdinalIgnoreCase)
        where start >= 0
        select part[(start + HeaderPart.Length)..]);

    /// <summary>
    /// Of an entry of Authorizers on an API of SAM
    /// (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-lambdatokenauthorizer.html).
    /// </summary>
    public static string HeadersOfSam(Node authorizer)
    {
        if (authorizer["IdentitySource"] is { } source)
        {
            return Headers(source);
        }

        var identity = authorizer["Identity"];
        if (identity?["Headers"] is { } headers)
        {
            return Join(headers.Items.Select(item => item.Text ?? ""));
        }

        // A pool of users and a token authorizer look into Authorization where nothing else is said; what reads requests says what it reads.
        return authorizer["UserPoolArn"] is not null || (authorizer["FunctionArn"] is not null && !authorizer["FunctionPayloadType"].Says("REQUEST") && authorizer["AuthorizerPayloadFormatVersion"] is null)
            ? Join([identity?["Header"]?.Text ?? Authorization])
            : "";
    }

    /// <summary>Whether it reads the query string, and no header.</summary>
    public static bool IsQuery(Node? source) => Headers(source).Length == 0 && Parts(source).Any(part => part.Contains(QueryPart, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same of an entry of Authorizers on an API of SAM.</summary>
    public static bool IsQueryOfSam(Node authorizer) =>
        IsQuery(authorizer["IdentitySource"]) || (HeadersOfSam(authorizer).Length == 0 && authorizer["Identity"]?["QueryStrings"]?.Items.Any() == true);

    private static IEnumerable<string> Parts(Node? source) =>
        (source is SequenceNode ? source.Items.Select(item => item.Text) : [source?.Text]).SelectMany(item => (item ?? "").Split(',', StringSplitOptions.TrimEntries));

    private static string Join(IEnumerable<string> names) => string.Join(',', names.Where(name => name.Length > 0).Select(name => name.ToLowerInvariant()).Distinct());
}
