using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class GatewayErrorsWithoutCors() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK105", Level.Warning, "REST API: errors of the gateway itself carry no CORS headers")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            401, 403, 429, 502 and 504 of API Gateway never reach the app, and carry no CORS header by default: the page cannot read even the status, and the
            console blames CORS for an expired token or a timeout. DEFAULT_4XX and DEFAULT_5XX hold for every type that is not defined itself. (413 cannot be changed.)
            """,
        Fix = "Give DEFAULT_4XX and DEFAULT_5XX the header Access-Control-Allow-Origin; \"corskit export\" writes them from the app's policy.",
        Paste = """
            # SAM, on AWS::Serverless::Api
            GatewayResponses:
              DEFAULT_4XX:
                ResponseParameters:
                  Headers:
                    Access-Control-Allow-Origin: "'https://shop.example.com'"
              DEFAULT_5XX:
                ResponseParameters:
                  Headers:
                    Access-Control-Allow-Origin: "'https://shop.example.com'"
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app)
    {
        // Where nothing speaks of CORS and a path has no OPTIONS, or one that cannot speak of it, that is the cause, and has a finding of its own.
        if (!api.IsWhole || (app is null && !api.HasSignOfCors && api.Resources.Exists(resource => resource.Methods.Count > 0 && api.PreflightOf(resource) is null or { IsMapped: true })))
        {
            yield break;
        }

        var missing = new List<string>();
        foreach (var type in (string[])["DEFAULT_4XX", "DEFAULT_5XX"])
        {
            var defined = api.GatewayResponses.FindAll(response => response.Type == type);
            if (defined.Count == 0)
            {
                missing.Add(type);
            }
            else if (!defined.Exists(response => response.Headers.AllowOrigin is not null))
            {
                yield return At(defined[0], $"{type} is defined without Access-Control-Allow-Origin.");
            }
        }

        if (missing.Count > 0)
        {
            var are = missing.Count == 1 ? "is" : "are";
            yield return new Fault(api.Location, api.Id, $"{string.Join(" and ", missing)} {are} not defined, so that the gateway's own errors cannot be read by a page.");
        }

        static Fault At(GatewayResponse response, string message) => new(response.Location, response.Resource, message);
    }
}
