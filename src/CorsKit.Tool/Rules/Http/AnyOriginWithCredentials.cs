using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Http;

internal sealed class AnyOriginWithCredentials() : HttpApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK203", Level.Error, "HTTP API: any origin together with credentials")
    {
        ConsoleMessage = Chromium.WildcardWithCredentials,
        Why = "API Gateway refuses the pair when it is deployed (\"allow-credentials is not supported if 'allow-origin' is *\"), and browsers refuse it too.",
        Fix = "List the origins, or leave AllowCredentials out.",
        Paste = """
            CorsConfiguration:
              AllowOrigins: [https://shop.example.com]
              AllowCredentials: true
            """,
        Source = "https://github.com/aws/aws-cdk/issues/9076",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app)
    {
        if (api.Cors is { AllowsAnyOriginWithCredentials: true } cors)
        {
            yield return new Fault(cors.AllowCredentials!.Location, api.Id, "AllowOrigins has '*' and AllowCredentials is true, which API Gateway refuses.");
        }
    }
}
