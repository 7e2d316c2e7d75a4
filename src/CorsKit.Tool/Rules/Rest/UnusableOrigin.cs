using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class UnusableOrigin() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK125", Level.Error, "REST API: an Access-Control-Allow-Origin that no browser accepts")
    {
        ConsoleMessage = Chromium.OtherOrigin,
        Why = """
            The header is compared with the page's origin, letter by letter: scheme, host and port, in lower case, without a slash at its end. A pattern, a host alone or an
            address with a path never matches.
            """,
        Fix = "Write the origin as the browser sends it; for several origins or a pattern let the app answer OPTIONS.",
        Paste = """
            Cors:
              AllowOrigin: "'https://shop.example.com'"
            """,
        Source = "https://fetch.spec.whatwg.org/#concept-cors-check",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        (from header in WrittenValues.Of(api)
         where header.IsOrigin && header.Value is not null and not "*" && !SeveralOriginsInOneHeader.IsList(header)
         let reason = HeaderValues.WhyNoOrigin(header.Value!, takesPatterns: false)
         where reason is not null
         select new Fault(header.Location, header.Resource, $"{Sentences.Begin(header.Owner)} sends \"{header.Value}\" as {header.Name}, which {reason}"))
        .Concat(
            from resource in api.Resources
            from method in resource.Methods
            from response in method.Responses
            from origin in response.Template?.Origins ?? []
            where origin != "*"
            let reason = HeaderValues.WhyNoOrigin(origin, takesPatterns: false)
            where reason is not null
            group (resource.Path, method) by (origin, reason) into same
            let first = same.First().method
            select new Fault(first.Location, first.Resource,
                $"The template of {first.Verb} {Sentences.List([.. same.Select(item => item.Path)])} compares the origin with \"{same.Key.origin}\", which {same.Key.reason}"));
}
