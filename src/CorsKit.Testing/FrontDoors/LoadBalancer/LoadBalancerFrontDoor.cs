using System.Text.Json;
using System.Text.Json.Nodes;
using CorsKit.Testing.Functions;
using CorsKit.Testing.Payloads;

namespace CorsKit.Testing.FrontDoors.LoadBalancer;

/// <summary>
/// An Application Load Balancer with a Lambda target
/// (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html).
/// </summary>
internal sealed class LoadBalancerFrontDoor : FunctionFrontDoor
{
    /// <summary>Each way.</summary>
    private const int MaxBytes = 1024 * 1024;

    private static readonly string[] CorsHeaders =
    [
        "Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers",
        "Access-Control-Allow-Credentials", "Access-Control-Expose-Headers", "Access-Control-Max-Age",
    ];

    private readonly LoadBalancerSettings _settings;

    public LoadBalancerFrontDoor(LambdaFunction function, LoadBalancerSettings settings)
        : base(function, "https://emulated.eu-west-1.elb.amazonaws.com/", settings.FunctionTimeout, MaxBytes)
    {
        settings.Validate();
        _settings = settings;
    }

    /// <returns>The header that a listener attribute sets; null where it sets none of CORS.</returns>
    public static string? HeaderOf(string attribute) => Array.Find(CorsHeaders, header =>
        attribute == $"routing.http.response.{header.ToLowerInvariant().Replace('-', '_')}.header_value");

    internal override ProxyResponse? AnswerUnknownHost() => null;

    internal override async Task<ProxyResponse> AnswerAsync(ProxyRequest request, CancellationToken cancellationToken)
    {
        var needsSession = _settings.AuthenticateAt is not null && !(request.Method == "OPTIONS" && _settings.OptionsNeedNoAuthentication);
        var answer = request.Method == "TRACE" ? Say(405, "405 Not Allowed")
            : needsSession && request.Find("Cookie")?.Contains("AWSELBAuthSessionCookie-0=", StringComparison.Ordinal) != true
                ? new ProxyResponse(302).Add("Location", _settings.AuthenticateAt!.ToString())
            : request.Body.Length > MaxBytes ? Say(413, "413 Request Entity Too Large")
            : await InvokeFunctionAsync(WriteEvent(request), request, cancellationToken).ConfigureAwait(false);
        foreach (var (attribute, value) in _settings.ListenerAttributes)
        {
            answer.Set(HeaderOf(attribute)!, value);
        }

        return answer;
    }

    private protected override ProxyResponse Read(string response, ProxyRequest request)
    {
        using var document = JsonDocument.Parse(response);
        var answer = ProxyResponse.Read(document.RootElement);
        return _settings.MultiValueHeaders ? answer.AddMultiValueHeaders(document.RootElement) : answer.AddHeaders(document.RootElement);
    }

    private protected override ProxyResponse Failed(FunctionFault fault, ProxyRequest request) => Say(502, "502 Bad Gateway");

    private static ProxyResponse Say(int statusCode, string title) => ProxyResponse.Page(statusCode, title).Add("Server", "awselb/2.0");

    /// <summary>Lower-case names; the query as it was sent; one value of each, or all, as the target group says.</summary>
    private JsonObject WriteEvent(ProxyRequest request)
    {
        var headers = request.HeadersWithForwarding().Select(header => (header.Name.ToLowerInvariant(), header.Values));
        var query = request.QueryPairs(decoded: false).Select(pair => (pair.Key, pair.ToArray()));
        var lambdaEvent = new JsonObject
        {
            ["requestContext"] = new JsonObject
            {
                ["elb"] = new JsonObject { ["targetGroupArn"] = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/emulated/0000000000000000" },
            },
            ["httpMethod"] = request.Method,
            ["path"] = request.Path,
        };
        if (_settings.MultiValueHeaders)
        {
            lambdaEvent["multiValueQueryStringParameters"] = EventV1.All(query);
            lambdaEvent["multiValueHeaders"] = EventV1.All(headers);
        }
        else
        {
            lambdaEvent["queryStringParameters"] = EventV1.Last(query);
            lambdaEvent["headers"] = EventV1.Last(headers);
        }

        lambdaEvent["body"] = request.Body.Length == 0 ? "" : request.BodyNode(request.HasTextBody());
        lambdaEvent["isBase64Encoded"] = request.Body.Length > 0 && !request.HasTextBody();
        return lambdaEvent;
    }
}
