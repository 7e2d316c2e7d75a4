using CorsKit.Headers;

namespace CorsKit.Authorizer.Events;

/// <summary>
/// What a request invokes, taken apart: <c>arn:PARTITION:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/PATH</c>
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html).
/// </summary>
/// <param name="Prefix">All up to the slash after the stage.</param>
/// <param name="Tail">Method, slash and path, as the client sent it; <c>$default</c> for the default route of an HTTP API.</param>
internal readonly record struct ApiArn(string Prefix, string Tail)
{
    /// <summary>https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-limits-table.html</summary>
    private const int MaxResourceLength = 512;

    /// <summary>The whole API and stage.</summary>
    public string Everything => Prefix + "*";

    public static bool TryParse(string? text, out ApiArn arn)
    {
        arn = default;
        var parts = (text ?? "").Split(':', 6);
        if (parts is not ["arn", { Length: > 0 }, "execute-api", _, _, { } resource] || resource.Split('/', 3) is not [var api, var stage, ..])
        {
            return false;
        }

        // What stands before the path becomes part of a policy: no wildcard gets in there.
        for (var i = 1; i < 5; i++)
        {
            if (!IsName(parts[i]))
            {
                return false;
            }
        }

        if (api.Length == 0 || stage.Length == 0 || !IsName(api) || !IsName(stage))
        {
            return false;
        }

        var length = text!.Length - resource.Length + api.Length + 1 + stage.Length;
        arn = new ApiArn(text[..length] + "/", length < text.Length ? text[(length + 1)..] : "");
        return true;
    }

    /// <summary>The resource of a policy for a route of this API and stage.</summary>
    public bool TryJoin(string? route, out string resource)
    {
        resource = Prefix + route;
        var slash = route?.IndexOf('/') ?? -1;
        if (slash <= 0 || resource.Length > MaxResourceLength || route!.Any(char.IsControl))
        {
            return false;
        }

        // A token may hold a star, which would stand for several methods.
        var method = route.AsSpan(0, slash);
        return method.SequenceEqual("*") || (HttpToken.IsToken(method) && !method.Contains('*'));
    }

    private static bool IsName(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '$');
}
