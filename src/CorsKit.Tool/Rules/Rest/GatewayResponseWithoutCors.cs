using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class GatewayResponseWithoutCors() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK107", Level.Warning, "REST API: a gateway response is defined without the CORS headers of its default")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            A type that is defined takes nothing from DEFAULT_4XX or DEFAULT_5XX: an UNAUTHORIZED with a nicer body loses the CORS headers that 401 had.
            """,
        Fix = "Repeat the CORS headers of the default on it.",
        Paste = """
            UNAUTHORIZED:
              ResponseParameters:
                Headers:
                  Access-Control-Allow-Origin: "'https://shop.example.com'"
              ResponseTemplates:
                application/json: '{"message":$context.error.messageString}'
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        from response in api.GatewayResponses

        // API Gateway does not let 413 be changed: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
        where !response.IsDefault && response.Type != "REQUEST_TOO_LARGE" && response.Headers.AllowOrigin is null
        where api.GatewayResponses.Exists(other => other.Type == response.InheritsFrom && other.Headers.AllowOrigin is not null)
        select new Fault(response.Location, response.Resource,
            $"{response.Type} is defined without Access-Control-Allow-Origin, and so loses the one of {response.InheritsFrom}.");
}
