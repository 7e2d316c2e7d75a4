using CorsKit.Testing.Aws;
using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Http;

internal sealed class AnyOriginWithCredentials() : HttpApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK203", Level.Error, "HTTP API: '*' together with credentials")
    {
        ConsoleMessage = Chromium.WildcardWithCredentials,
        Why = "API Gateway refuses the pair when it is deployed (\"allow-credentials is not supported if 'allow-origin' is *\"), and browsers refuse it too. In the other lists a browser takes '*' for a name where credentials are sent. Beside 'https://*' they would let any page act as the signed-in user.",
        Fix = "List the origins, methods and headers, or leave AllowCredentials out.",
        Paste = """
            CorsConfiguration:
              AllowOrigins: [https://shop.example.com]
              AllowCredentials: true
            """,
        Source = "https://github.com/aws/aws-cdk/issues/9076",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app)
    {
        foreach (var origin in api.Cors is { AllowCredentials.IsTrue: true } open ? open.AllowOrigins?.Items ?? [] : [])
        {
            if (origin.Text is { } text && text != "*" && CorsLimits.IsWildcardOfHttpApi(text))
            {
                yield return new Fault(origin.Location, api.Id, $"\"{text}\" beside AllowCredentials lets any {text[..text.IndexOf(':')]} page act as the signed-in user.");
            }
        }

        if (api.Cors is { WildcardsWithCredentials: { Count: > 0 } lists } cors)
        {
            yield return new Fault(cors.AllowCredentials!.Location, api.Id, lists.Contains(nameof(cors.AllowOrigins))
                ? $"{Sentences.And(lists)} {(lists.Count == 1 ? "has" : "have")} '*' and AllowCredentials is true, which API Gateway refuses."
                : $"{Sentences.And(lists)} {(lists.Count == 1 ? "has" : "have")} '*' and AllowCredentials is true: with credentials '*' is no wildcard, but the name of a method or header.");
        }
    }
}
