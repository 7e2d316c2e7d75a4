using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.FunctionUrls;

internal sealed class AnyOriginWithCredentials() : FunctionUrlRule(Help)
{
    public static readonly RuleHelp Help = new("CK305", Level.Error, "Function URL: '*' together with credentials")
    {
        ConsoleMessage = Chromium.WildcardWithCredentials,
        Why = "Browsers refuse '*' with credentials. Where the origin that asks is echoed instead, any site can act as the signed-in user. In the lists of methods and headers '*' is then a name, and no wildcard.",
        Fix = "List the origins, methods and headers, or leave AllowCredentials out.",
        Paste = """
            Cors:
              AllowOrigins: [https://shop.example.com]
              AllowCredentials: true
            """,
        Source = "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
    };

    protected override IEnumerable<Fault> Check(FunctionUrl url, App? app)
    {
        if (url.Cors is { WildcardsWithCredentials: { Count: > 0 } lists } cors)
        {
            yield return new Fault(cors.AllowCredentials!.Location, url.Id, $"{Sentences.And(lists)} {(lists.Count == 1 ? "has" : "have")} '*' and AllowCredentials is true.");
        }
    }
}
