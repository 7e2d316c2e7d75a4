using System.Text;
using System.Text.Json;
using CorsKit.Headers;
using CorsKit.Testing.Payloads;

namespace CorsKit.Testing.FrontDoors.RestApi;

/// <summary>
/// The answers that a REST API makes without the function, as its gateway responses shape them
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html).
/// </summary>
internal sealed class GatewayResponses(IReadOnlyDictionary<string, GatewayResponse> configured, bool lowerCaseHeaderNames)
{
    private const string Stock = """{"message":$context.error.messageString}""";

    /// <summary>The stock ones (INTEGRATION_FAILURE without a status of its own answers 500, not the 504 of the documentation); a status of 0 is a default, which answers for every type of its class that is not configured itself.</summary>
    private static readonly Dictionary<string, (int StatusCode, string ErrorType)> Types = new()
    {
        ["ACCESS_DENIED"] = (403, "AccessDeniedException"),
        ["API_CONFIGURATION_ERROR"] = (500, "InternalServerErrorException"),
        ["AUTHORIZER_CONFIGURATION_ERROR"] = (500, "AuthorizerConfigurationException"),
        ["AUTHORIZER_FAILURE"] = (500, "AuthorizerFailureException"),
        ["BAD_REQUEST_BODY"] = (400, "BadRequestException"),
        ["BAD_REQUEST_PARAMETERS"] = (400, "BadRequestException"),
        ["DEFAULT_4XX"] = default,
        ["DEFAULT_5XX"] = default,
        ["EXPIRED_TOKEN"] = (403, "ExpiredTokenException"),
        ["INTEGRATION_FAILURE"] = (500, "InternalServerErrorException"),
        ["INTEGRATION_TIMEOUT"] = (504, "InternalServerErrorException"),
        ["INVALID_API_KEY"] = (403, "ForbiddenException"),
        ["INVALID_SIGNATURE"] = (403, "InvalidSignatureException"),
        ["MISSING_AUTHENTICATION_TOKEN"] = (403, "MissingAuthenticationTokenException"),
        ["QUOTA_EXCEEDED"] = (429, "LimitExceededException"),
        ["REQUEST_TOO_LARGE"] = (413, "RequestTooLargeException"),
        ["RESOURCE_NOT_FOUND"] = (404, "NotFoundException"),
        ["THROTTLED"] = (429, "TooManyRequestsException"),
        ["UNAUTHORIZED"] = (401, "UnauthorizedException"),
        ["UNSUPPORTED_MEDIA_TYPE"] = (415, "UnsupportedMediaTypeException"),
        ["WAF_FILTERED"] = (403, "ForbiddenException"),
    };

    public static IEnumerable<string> FindProblems(IReadOnlyDictionary<string, GatewayResponse> configured)
    {
        foreach (var (type, response) in configured)
        {
            if (!Types.ContainsKey(type))
            {
                yield return $"'{type}' is no type of gateway response; the types are {string.Join(", ", Types.Keys)}.";
            }

            if (response.StatusCode is < 400 or > 599)
            {
                yield return $"The status {response.StatusCode} of {type} is none of 400 to 599.";
            }

            foreach (var name in response.Headers.Keys.Where(name => !HttpToken.IsToken(name) || name.StartsWith("gatewayresponse.header.", StringComparison.OrdinalIgnoreCase)))
            {
                yield return $"'{name}' in {type} is no header's name: write it alone, without the template's gatewayresponse.header. before it.";
            }

            foreach (var (name, value) in response.Headers.Where(header => !IsExpression(header.Value)))
            {
                yield return value.StartsWith("context.", StringComparison.Ordinal) || value.StartsWith("method.request.", StringComparison.Ordinal)
                    ? $"The value {value} of {name} in {type} is fine for AWS, but not known here: only static values, method.request.header, method.request.querystring and context.requestId are."
                    : $"The value {value} of {name} in {type} is no mapping expression: a static value stands in single quotes, '{value.Trim('\'')}'.";
            }
        }
    }

    /// <param name="type">The type of the answer.</param>
    /// <param name="message">Its message; null as where an authorizer failed.</param>
    /// <param name="request">The request, for values that are mapped from it.</param>
    /// <param name="statusCode">The status where it is not that of the type.</param>
    public ProxyResponse Answer(string type, string? message, ProxyRequest request, int? statusCode = null)
    {
        var status = statusCode ?? Types[type].StatusCode;
        var shape = type == "REQUEST_TOO_LARGE" ? null // it cannot be customized
            : configured.GetValueOrDefault(type) ?? configured.GetValueOrDefault(status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX");
        var template = shape?.Template ?? type switch
        {
            "ACCESS_DENIED" => Stock.Replace("message\"", "Message\"", StringComparison.Ordinal),
            "API_CONFIGURATION_ERROR" or "INTEGRATION_FAILURE" or "INTEGRATION_TIMEOUT" => Stock.Replace("\":", "\": ", StringComparison.Ordinal),
            _ => Stock,
        };
        var body = template
            .Replace("$context.error.messageString", JsonSerializer.Serialize(message), StringComparison.Ordinal)
            .Replace("$context.error.message", message, StringComparison.Ordinal)
            .Replace("$context.error.responseType", type, StringComparison.Ordinal);
        var answer = new ProxyResponse(shape?.StatusCode ?? status) { Body = Encoding.UTF8.GetBytes(body) }
            .Add("Content-Type", "application/json")
            .Add("x-amzn-ErrorType", Types[type].ErrorType);
        foreach (var (name, expression) in shape?.Headers ?? new Dictionary<string, string>())
        {
            if (Evaluate(expression, request) is { } value)
            {
                answer.Set(name, value);
            }
        }

        return answer;
    }

    private static bool IsExpression(string value) =>
        value is ['\'', .., '\''] or "context.requestId"
        || value.StartsWith("method.request.header.", StringComparison.Ordinal)
        || value.StartsWith("method.request.querystring.", StringComparison.Ordinal);

    /// <returns>The value; null where the request has none.</returns>
    private string? Evaluate(string expression, ProxyRequest request)
    {
        var name = expression[(expression.LastIndexOf('.') + 1)..];
        return expression[0] == '\'' ? expression[1..^1]
            : expression == "context.requestId" ? request.RequestId
            : expression.StartsWith("method.request.querystring.", StringComparison.Ordinal) ? request.QueryPairs().FirstOrDefault(pair => pair.Key == name)?.Last()
            : request.Headers.FirstOrDefault(header => (lowerCaseHeaderNames ? header.Name.ToLowerInvariant() : header.Name) == name).Values?[^1];
    }
}
