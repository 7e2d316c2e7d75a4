using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Http;

internal sealed class RequestNotAllowed() : HttpApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK211", Level.Error, "HTTP API: the configuration does not allow a method or header that its routes need")
    {
        ConsoleMessage = Chromium.HeaderNotAllowed,
        Why = """
            The gateway answers the preflight from CorsConfiguration alone. Every method but GET, HEAD and POST has to be in AllowMethods, and every header that a page sets in
            AllowHeaders: authorization where an authorizer reads it, content-type where the body is JSON.
            """,
        Fix = "Add it to AllowMethods or AllowHeaders.",
        Paste = """
            CorsConfiguration:
              AllowOrigins: [https://shop.example.com]
              AllowMethods: [GET, PUT, DELETE]
              AllowHeaders: [content-type, authorization]
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app)
    {
        // A list that is missing is another rule's.
        if (api.Cors is not { IsKnown: true, AllowOrigins: not null } cors)
        {
            yield break;
        }

        var answer = new PreflightAnswer(cors);
        var requests = api.PageRequests.ToList();
        if (cors.AllowMethods is { Items.Count: > 0 } methods && RefusedRequests.Methods(answer, requests) is { } refusedMethods)
        {
            yield return new Fault(methods.Location, api.Id, $"AllowMethods allows {string.Join(", ", methods.Texts)}, and not {refusedMethods}.");
        }

        // The app's policy tells whether JSON is meant.
        if (cors.AllowHeaders is { Items.Count: > 0 } headers && RefusedRequests.Headers(answer, requests, out var isCertain) is { } refusedHeaders
            && (isCertain || app?.Rules is null))
        {
            yield return new Fault(headers.Location, api.Id, $"AllowHeaders allows {string.Join(", ", headers.Texts)}, and not {refusedHeaders}.", isCertain ? null : Level.Warning);
        }
    }
}
