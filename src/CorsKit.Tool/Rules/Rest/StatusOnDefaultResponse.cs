using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class StatusOnDefaultResponse() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK106", Level.Warning, "REST API: StatusCode on a DEFAULT type gives all its errors one status")
    {
        Why = """
            The status of DEFAULT_4XX and DEFAULT_5XX is left unset so that each error keeps its own. Set to 400, an expired token (401), a refusal (403) and
            throttling (429) all become 400, and pages that sign in again on 401 or wait on 429 never do.
            """,
        Fix = "Remove StatusCode; define single types where one needs another status.",
        Paste = """
            DEFAULT_4XX:
              # no StatusCode
              ResponseParameters:
                Headers:
                  Access-Control-Allow-Origin: "'https://shop.example.com'"
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        from response in api.GatewayResponses
        where response is { IsDefault: true, StatusCode: not null }
        select new Fault(response.StatusCode!.Location, response.Resource,
            $"{response.Type} sets the status {response.StatusCode.Text}, which every {(response.Type == "DEFAULT_4XX" ? "4xx" : "5xx")} of the gateway then has.");
}
