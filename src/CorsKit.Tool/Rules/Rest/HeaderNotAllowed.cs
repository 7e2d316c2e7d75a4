using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class HeaderNotAllowed() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK120", Level.Error, "REST API: the preflight's answer does not allow a header that requests need")
    {
        ConsoleMessage = Chromium.HeaderNotAllowed,
        Why = """
            The gateway answers the preflight itself. A header that the page sets has to be named in Access-Control-Allow-Headers: authorization, x-api-key, and content-type
            where the body is JSON. SAM's shorthand Cors: "'*'" sends no such list. The request is never sent.
            """,
        Fix = "Add the header to AllowHeaders.",
        Paste = """
            Cors:
              AllowOrigin: "'https://shop.example.com'"
              AllowMethods: "'GET,PUT,DELETE'"
              AllowHeaders: "'content-type,authorization,x-api-key'"
            """,
        Source = "https://fetch.spec.whatwg.org/#cors-safelisted-request-header",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app)
    {
        // The app's policy tells whether JSON is meant.
        foreach (var preflights in AnsweredPreflights.Of(api))
        {
            if (RefusedRequests.Headers(preflights.Answer, preflights.Requests, out var isCertain) is { } refused && (isCertain || app?.Rules is null))
            {
                var level = isCertain ? Level.Error : Level.Warning;
                yield return preflights.Cors.AllowHeaders is { } list
                    ? new Fault(list.Location, preflights.Written.Resource, $"{preflights.Owner} allows the headers {string.Join(", ", list.Texts)}, and not {refused}.", level)
                    : new Fault(preflights.Written.Location, preflights.Written.Resource, $"{preflights.Owner} sends no Access-Control-Allow-Headers, and so does not allow {refused}.", level);
            }
        }
    }
}
