using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class AnyOriginWithCredentials() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK111", Level.Error, "REST API: any origin together with credentials")
    {
        ConsoleMessage = Chromium.WildcardWithCredentials,
        Why = """
            With credentials a browser takes no '*': not as an origin, nor in the lists. SAM refuses the pair in Cors; in gateway responses and OpenAPI nobody does.
            """,
        Fix = "Name the origin, or leave credentials out.",
        Paste = """
            Access-Control-Allow-Origin: "'https://shop.example.com'"
            Access-Control-Allow-Credentials: "'true'"
            Vary: "'Origin'"
            """,
        Source = "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        from written in api.WrittenHeaders
        where written.AllowOrigin?.Value == "*" && written.AllowCredentials?.Value == "true"
        select new Fault(written.AllowOrigin!.Location, written.Resource, $"{Sentences.Begin(written.Owner)} allows '*' and credentials.");
}
