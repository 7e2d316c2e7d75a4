using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Http;

internal sealed class IncompleteConfiguration() : HttpApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK205", Level.Error, "HTTP API: a configuration without AllowOrigins, AllowMethods or AllowHeaders")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = """
            The preflight's method and headers are compared with the two lists, and an empty list matches none: with origins alone, no preflight is ever allowed.
            SAM's "CorsConfiguration: true" is such a configuration. Without AllowHeaders only requests that set no header pass.
            """,
        Fix = "List all three, authorization by its name; '*' stands for other headers where no credentials are allowed.",
        Paste = """
            CorsConfiguration:
              AllowOrigins: [https://shop.example.com]
              AllowMethods: [GET, PUT]
              AllowHeaders: [content-type, authorization]
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app)
    {
        if (api.Cors is not { IsKnown: true } cors)
        {
            yield break;
        }

        if (IsMissing(cors.AllowOrigins))
        {
            // A misspelt key is the cause, and said elsewhere.
            if (cors.OtherKeys.Count == 0)
            {
                yield return new Fault(cors.Location, api.Id, "AllowOrigins is missing, and so no origin is allowed.");
            }

            yield break;
        }

        var requests = api.PageRequests.ToList();
        
        // Where no route is known, any may come.
        var isMostly = requests.Count == 0 || requests.Exists(request => request.IsMostlyPreflighted);
        if (IsMissing(cors.AllowMethods))
        {
            var and = IsMissing(cors.AllowHeaders) ? " and AllowHeaders" : "";
            yield return new Fault(cors.Location, api.Id, isMostly
                ? $"AllowOrigins stands without AllowMethods{and}, and so no preflight is allowed."
                : $"AllowOrigins stands without AllowMethods{and}: a request that needs a preflight fails, and a GET without headers of its own does not.", isMostly ? null : Level.Note);
        }
        else if (IsMissing(cors.AllowHeaders))
        {
            // What needs no header passes: https://fetch.spec.whatwg.org/#cors-preflight-fetch
            var refused = RefusedRequests.Headers(new PreflightAnswer(cors with { AllowHeaders = null }), requests, out var isCertain);

            // The app's policy tells whether JSON is meant.
            if (isCertain || app?.Rules is null)
            {
                yield return refused is null
                    ? new Fault(cors.Location, api.Id, "AllowHeaders is missing: a request with JSON or Authorization fails its preflight.", requests.Exists(TakesBody) ? Level.Warning : Level.Note)
                    : new Fault(cors.Location, api.Id, $"AllowHeaders is missing, and so the preflight does not allow {refused}.", isCertain ? null : Level.Warning);
            }
        }

        // Where ANY takes them, AllowMethods tells which are meant.
        bool TakesBody(PageRequest request) =>
            request.Method == RestMethod.Any && (cors.AllowMethods!.Has("*") || PageRequest.BodyMethods.Any(cors.AllowMethods.Has));
    }

    private static bool IsMissing(ListSetting? list) => list is null or { IsComplete: true, Items.Count: 0 };
}
