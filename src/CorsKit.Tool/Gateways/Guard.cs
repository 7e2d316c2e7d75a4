using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>What stands before a method or a route.</summary>
/// <param name="Name">For messages: "the authorizer Jwt".</param>
/// <param name="Location">What put it there.</param>
/// <param name="SamDefault">The property of SAM whose default put it before OPTIONS, or null.</param>
internal sealed record Guard(string Name, Location Location, string? SamDefault = null)
{
    private const string Iam = "AWS_IAM";

    /// <summary>Of a method or a route in CloudFormation's words: AuthorizationType and AuthorizerId.</summary>
    public static Guard? Of(Resource resource)
    {
        var type = resource["AuthorizationType"];
        return type?.Text?.ToUpperInvariant() switch
        {
            null or "NONE" => null,
            Iam => new Guard(Iam, type.Location),
            _ => new Guard($"the authorizer {Evaluator.Sketch(resource["AuthorizerId"]).Trim('$', '{', '}')}", type.Location),
        };
    }

    /// <summary>The one that SAM calls by its name, or IAM.</summary>
    public static Guard? Named(Node? authorizer) => authorizer switch
    {
        null => null,
        { Text: Iam } => new Guard(Iam, authorizer.Location),
        _ => new Guard($"the authorizer {Evaluator.Sketch(authorizer)}", authorizer.Location),
    };
}
