using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class GatewayErrorsForAnotherOrigin() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK117", Level.Warning, "REST API: a gateway response names another origin than the app's policy")
    {
        ConsoleMessage = Chromium.OtherOrigin,
        Why = """
            The gateway's errors carry one static origin. Pages of the policy's other origins cannot read them, and an origin that the policy no longer allows still can.
            """,
        Fix = "Write what \"corskit export --to sam-rest\" prints, with --approximate where the policy has several origins.",
        Paste = """
            DEFAULT_4XX:
              ResponseParameters: { Headers: { Access-Control-Allow-Origin: "'https://shop.example.com'" } }
            """,
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-gatewayresponse.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app)
    {
        if (app?.Rules is not { } rules)
        {
            yield break;
        }

        var policy = new GatewayCorsPolicy(rules);
        foreach (var response in api.GatewayResponses)
        {
            var origin = response.Headers.AllowOrigin;
            if (origin?.Value is not { } value || value.Contains(','))
            {
                continue;
            }

            // '*' shows an error body to any page, but not with credentials.
            var fault = value == "*" ? (rules.AllowCredentials ? "allows '*', which pages that send credentials cannot read" : null)
                : !policy.EvaluateOrigin(value).IsAllowed ? $"allows {value}, which the policy does not"
                : rules.AnyOrigin || rules.ExactOrigins.Distinct().Count() + rules.OriginPatterns.Count > 1 ? $"allows {value} alone, and the policy others too"
                : rules.AllowCredentials && response.Headers.AllowCredentials is null ? "allows no credentials, and the policy does"
                : null;
            if (fault is not null)
            {
                yield return new Fault(origin.Location, response.Resource, $"{response.Type} {fault}.");
            }
        }
    }
}
