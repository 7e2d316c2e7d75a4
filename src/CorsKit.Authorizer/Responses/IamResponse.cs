using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CorsKit.Authorizer.Responses;

/// <summary>
/// An IAM policy, which every kind of API takes
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html).
/// </summary>
internal sealed record IamResponse(string PrincipalId, PolicyDocument PolicyDocument, JsonObject Context);

internal sealed record PolicyDocument(
    [property: JsonPropertyName("Version")] string Version,
    [property: JsonPropertyName("Statement")] IReadOnlyList<PolicyStatement> Statement)
{
    public static PolicyDocument Of(string effect, IReadOnlyList<string> resources) =>
        new("2012-10-17", [new PolicyStatement("execute-api:Invoke", effect, resources)]);
}

internal sealed record PolicyStatement(
    [property: JsonPropertyName("Action")] string Action,
    [property: JsonPropertyName("Effect")] string Effect,
    [property: JsonPropertyName("Resource")] IReadOnlyList<string> Resource);

/// <summary>
/// Yes or no, of an HTTP API with payload format 2.0 and EnableSimpleResponses
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html).
/// </summary>
internal sealed record SimpleResponse(bool IsAuthorized, JsonObject Context);
