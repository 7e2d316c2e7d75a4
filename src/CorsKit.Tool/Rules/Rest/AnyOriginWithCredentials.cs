using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class AnyOriginWithCredentials() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK111", Level.Error, "REST API: '*' together with credentials")
    {
        ConsoleMessage = Chromium.WildcardWithCredentials,
        Why = """
            With credentials a browser takes no '*': not as an origin, nor in the lists. SAM refuses the pair in Cors; in gateway responses and OpenAPI nobody does.
            """,
        Fix = "Name the origin, the methods and the headers, or leave credentials out.",
        Paste = """
            Access-Control-Allow-Origin: "'https://shop.example.com'"
            Access-Control-Allow-Credentials: "'true'"
            Vary: "'Origin'"
            """,
        Source = "https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        from written in api.WrittenHeaders
        let cors = written.ToConfiguration()
        let lists = cors.WildcardsWithCredentials
        where lists.Count > 0
        group written by (Kind: written.Owner.Split(' ')[1], Lists: Sentences.And([.. lists.Select(list => $"Access-Control-{Header(list)}")])) into same
        let first = same.First()
        let others = same.Select(written => written.Owner).Distinct().Count() - 1
        select new Fault(first.Headers.First(header => header.Value?.Contains('*') == true).Location, first.Resource,
            $"{Sentences.Begin(first.Owner)}{(others > 0 ? $" (and {others} more)" : "")} sends '*' as {same.Key.Lists} and allows credentials.");

    private static string Header(string list) => list switch
    {
        nameof(CorsConfiguration.AllowOrigins) => "Allow-Origin",
        nameof(CorsConfiguration.AllowMethods) => "Allow-Methods",
        nameof(CorsConfiguration.AllowHeaders) => "Allow-Headers",
        _ => "Expose-Headers",
    };
}
