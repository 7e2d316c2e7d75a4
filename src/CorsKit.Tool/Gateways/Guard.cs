using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>What stands before a method or a route.</summary>
/// <param name="Name">For messages: "the authorizer Jwt".</param>
/// <param name="Location">What put it there.</param>
/// <param name="SamDefault">The property of SAM whose default put it before OPTIONS, or null.</param>
internal sealed record Guard(string Name, Location Location, string? SamDefault = null)
{
    private const string Iam = "AWS_IAM";

    /// <summary>The request headers that it reads, in lower case and with commas between them: what a page has to send, as far as that is known.</summary>
    public string Headers { get; init; } = "";

    /// <summary>Whether it looks for who asks in the query string, which a preflight has too, and in no header.</summary>
    public bool ReadsQueryOnly { get; init; }

    /// <summary>The API that has it as its default; null where the method has it.</summary>
    public string? DefaultOf { get; init; }

    public static Guard ApiKey(Location location) => new("an API key", location) { Headers = "x-api-key" };

    /// <summary>A signature stands in Authorization (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).</summary>
    public static Guard Signature(Location location) => new(Iam, location) { Headers = IdentitySource.Authorization };

    /// <summary>Of a method or a route in CloudFormation's words: AuthorizationType and AuthorizerId.</summary>
    public static Guard? Of(Resource resource, EvaluatedTemplate template)
    {
        var type = resource["AuthorizationType"];
        return type?.Text?.ToUpperInvariant() switch
        {
            null or "NONE" => null,
            Iam => Signature(type.Location),
            _ => new Guard(Called(resource["AuthorizerId"] is ReferenceNode { Resource: var id } ? id : Evaluator.Sketch(resource["AuthorizerId"]).Trim('$', '{', '}')), type.Location)
            {
                Headers = template.Find(resource["AuthorizerId"]) is { } authorizer ? IdentitySource.HeadersOf(authorizer) : "",
                ReadsQueryOnly = IdentitySource.IsQuery(template.Find(resource["AuthorizerId"])?["IdentitySource"]),
            },
        };
    }

    /// <summary>The one that SAM calls by its name, or IAM.</summary>
    /// <param name="authorizer">The name.</param>
    /// <param name="authorizers">What the API declares under that name.</param>
    public static Guard? Named(Node? authorizer, Node? authorizers) => authorizer switch
    {
        null => null,
        { Text: Iam } => Signature(authorizer.Location),
        _ => new Guard(Called(Evaluator.Sketch(authorizer)), authorizer.Location)
        {
            Headers = authorizer.Text is { } name && authorizers?[name] is { } declared ? IdentitySource.HeadersOfSam(declared) : "",
            ReadsQueryOnly = authorizer.Text is { } key && authorizers?[key] is { } entry && IdentitySource.IsQueryOfSam(entry),
        },
    };

    private static string Called(string name) => name.Length > 0 ? $"the authorizer {name}" : "an authorizer";
}
