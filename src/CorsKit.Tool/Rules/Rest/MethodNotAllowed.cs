using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class MethodNotAllowed() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK119", Level.Error, "REST API: the preflight's answer does not allow a method of the path")
    {
        ConsoleMessage = Chromium.MethodNotAllowed,
        Why = """
            The gateway answers the preflight itself, and every method but GET, HEAD and POST has to be named in Access-Control-Allow-Methods, letter by letter. The browser
            stops before it sends the request.
            """,
        Fix = "Add the method to AllowMethods; SAM lists the methods of each path where AllowMethods is left out.",
        Paste = """
            Cors:
              AllowOrigin: "'https://shop.example.com'"
              AllowMethods: "'GET,PUT,DELETE'"
              AllowHeaders: "'content-type,authorization'"
            """,
        Source = "https://fetch.spec.whatwg.org/#cors-preflight-fetch",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app)
    {
        foreach (var preflights in AnsweredPreflights.Of(api))
        {
            if (RefusedRequests.Methods(preflights.Answer, preflights.Requests) is { } refused)
            {
                yield return preflights.Cors.AllowMethods is { } list
                    ? new Fault(list.Location, preflights.Written.Resource, $"{preflights.Owner} allows {string.Join(", ", list.Texts)}, and not {refused}.")
                    : new Fault(preflights.Written.Location, preflights.Written.Resource, $"{preflights.Owner} sends no Access-Control-Allow-Methods, and so does not allow {refused}.");
            }
            else if (preflights is { Cors.AllowMethods: null } && preflights.Requests.Any(request => request.Method == RestMethod.Any))
            {
                yield return new Fault(preflights.Written.Location, preflights.Written.Resource,
                    $"{preflights.Owner} sends no Access-Control-Allow-Methods: PUT, PATCH and DELETE fail, which ANY takes.", Level.Warning);
            }
        }
    }
}
