using System.Text.RegularExpressions;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>What CloudFormation and OpenAPI write alike about integrations.</summary>
internal static partial class IntegrationReader
{
    private const string Json = "application/json";

    public static bool IsMock(this Node? type) => type.Says("MOCK");

    /// <summary>https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html</summary>
    public static IntegrationKind KindOf(Node? type) => type?.Text?.ToUpperInvariant() switch
    {
        "MOCK" => IntegrationKind.Mock,
        "AWS_PROXY" or "HTTP_PROXY" => IntegrationKind.Proxy,
        "AWS" or "HTTP" => IntegrationKind.Custom,
        _ => IntegrationKind.Unknown,
    };

    /// <param name="method">Of the method, with its integration's kind.</param>
    /// <param name="path">For messages.</param>
    /// <param name="entry">Where the response stands.</param>
    /// <param name="status">Its status.</param>
    /// <param name="isDefault">Whether it is the one where no pattern fits.</param>
    /// <param name="parameters">The headers that it maps.</param>
    /// <param name="templates">Its mapping templates by content type.</param>
    public static IntegrationResponse Response(RestMethod method, string path, Location entry, string? status, bool isDefault, Node? parameters, Node? templates)
    {
        var owner = method.IsMock ? $"the MOCK {method.Verb} of {path}" : $"the response {status} of {method.Verb} {path}";
        var headers = MappedHeaders.Read(method.Resource, entry, owner, parameters, "method.response.header.");
        return new IntegrationResponse(status, isDefault, headers,
            (templates?.Entries ?? []).Select(template => OriginTemplate.Read(Evaluator.Sketch(template.Value))).FirstOrDefault(template => template is not null));
    }

    /// <summary>
    /// A MOCK takes its status from its request template, and a preflight has no content type, which counts as application/json
    /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html).
    /// </summary>
    public static string? MockFault(Node? templates)
    {
        if (templates is null or { Entries.Count: 0 } and (MappingNode or ScalarNode))
        {
            return "has no request template";
        }

        if (templates is not MappingNode)
        {
            return null;
        }

        var json = templates.Entries.FirstOrDefault(entry => entry.Key.StartsWith(Json, StringComparison.OrdinalIgnoreCase));
        return json.Key is null ? $"has no request template for {Json}"
            : json.Value.Text is not { } text || StatusNumber().IsMatch(text) ? null
            : StatusCode().IsMatch(text) ? "writes statusCode as a string"
            : text.Contains("statusCode", StringComparison.Ordinal) ? null
            : "writes no statusCode in its request template";
    }

    public static bool NamesOrigin(Node? parameters) =>
        (parameters?.Items ?? []).Any(item => item.Text is { } text && text.EndsWith("request.header.Origin", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("""statusCode["']?\s*:\s*[0-9$]""")]
    private static partial Regex StatusNumber();

    [GeneratedRegex("""statusCode["']?\s*:\s*["']\s*[0-9]+\s*["']""")]
    private static partial Regex StatusCode();
}
