using CorsKit.Policies;
using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class GatewayErrorsForAnotherOrigin() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK117", Level.Warning, "REST API: a gateway response contradicts the preflights or the app's policy")
    {
        ConsoleMessage = Chromium.OtherOrigin,
        Why = """
            The gateway's errors carry one static origin. Pages of other origins that pass the preflight cannot read them, nor can pages that send credentials where it is
            '*' or Access-Control-Allow-Credentials is missing; an origin that the policy no longer allows still can.
            """,
        Fix = "Give the gateway responses the origin and the credentials of the preflights; \"corskit export --to sam-rest\" writes them from the app's policy (--approximate for several origins).",
        Paste = """
            DEFAULT_4XX:
              ResponseParameters:
                Headers:
                  Access-Control-Allow-Origin: "'https://shop.example.com'"
            """,
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-gatewayresponse.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app)
    {
        foreach (var response in api.GatewayResponses)
        {
            // A list, or what is no origin, is another rule's.
            if (response.Headers.AllowOrigin is { Value: { } value } origin && !HeaderValues.IsList(value))
            {
                var fault = app?.Rules is { } rules ? AgainstPolicy(response, value, rules) : AgainstPreflights(response, value, api);
                if (fault is not null)
                {
                    yield return new Fault(origin.Location, response.Resource, $"{response.Type} {fault}.");
                }
            }
        }
    }

    /// <summary>'*' shows an error body to any page, but not with credentials.</summary>
    private static string? AgainstPolicy(GatewayResponse response, string value, PolicyRules rules) =>
        value == "*" ? (rules.AllowCredentials ? "allows '*', which pages that send credentials cannot read" : null)
        : !new GatewayCorsPolicy(rules).EvaluateOrigin(value).IsAllowed ? $"allows {value}, which the policy does not"
        : rules.AnyOrigin || rules.ExactOrigins.Distinct().Count() + rules.OriginPatterns.Count > 1 ? $"allows {value} alone, and the policy others too"
        : rules.AllowCredentials && response.Headers.AllowCredentials is null ? "allows no credentials, and the policy does"
        : null;

    /// <summary>Who passes the preflight is who has to read the error.</summary>
    private static string? AgainstPreflights(GatewayResponse response, string value, RestApi api)
    {
        // '*' beside credentials is another rule's.
        var preflights = AnsweredPreflights.Of(api).Where(preflight => !preflight.Cors.WildcardsWithCredentials.Contains(nameof(CorsConfiguration.AllowOrigins))).ToList();
        var withCredentials = preflights.Exists(preflight => preflight.Answer.WithCredentials);
        var origins = preflights.SelectMany(preflight => preflight.Origins).Distinct().ToList();
        return withCredentials && value == "*" ? "allows '*', and the preflights allow credentials: pages that send them cannot read it"
            : withCredentials && response.Headers.AllowCredentials is null ? "allows no credentials, and the preflights do: pages that send them cannot read it"
            : HeaderValues.ShutsOut(value, origins) ? $"allows {value}, and the preflights allow {HeaderValues.Origins(origins)}"
            : null;
    }
}
