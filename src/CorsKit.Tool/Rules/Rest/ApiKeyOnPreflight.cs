using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class ApiKeyOnPreflight() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK104", Level.Error, "REST API: an API key is required on OPTIONS")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = """
            A preflight has no x-api-key: the browser asks whether the page may send one. API Gateway refuses it with 403. SAM requires the key on the
            OPTIONS methods that Cors makes too, unless AddApiKeyRequiredToCorsPreflight is false.
            """,
        Fix = "Do not require a key on OPTIONS: ApiKeyRequired: false, or SAM AddApiKeyRequiredToCorsPreflight: false.",
        Paste = """
            Auth:
              ApiKeyRequired: true
              AddApiKeyRequiredToCorsPreflight: false
            """,
        Source = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiauth.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) => GuardedPreflights.Find(api, method => method.ApiKey,
        (_, paths) => $"The preflights of {paths} need an API key, and a browser sends them without one.");
}
