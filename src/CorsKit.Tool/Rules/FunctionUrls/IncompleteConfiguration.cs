using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.FunctionUrls;

internal sealed class IncompleteConfiguration() : FunctionUrlRule(Help)
{
    public static readonly RuleHelp Help = new("CK309", Level.Warning, "Function URL: Cors without AllowOrigins, AllowMethods or AllowHeaders")
    {
        ConsoleMessage = Chromium.HeaderNotAllowed,
        Why = """
            Lambda answers preflights from Cors alone where it is set. A method beyond GET, HEAD and POST has to be in AllowMethods, and content-type in AllowHeaders where the body
            is JSON; what is not listed is refused.
            """,
        Fix = "List origins, methods and headers, or remove Cors and let the app decide.",
        Paste = """
            Cors:
              AllowOrigins: [https://shop.example.com]
              AllowMethods: [GET, POST, PUT]
              AllowHeaders: [content-type]
            """,
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html",
    };

    protected override IEnumerable<Fault> Check(FunctionUrl url, App? app)
    {
        // A misspelt key is the cause, and said elsewhere.
        if (url.Cors is not { IsKnown: true, OtherKeys.Count: 0 } cors)
        {
            yield break;
        }

        if (IsMissing(cors.AllowOrigins))
        {
            yield return new Fault(cors.Location, url.Id, "AllowOrigins is missing, and so no origin is allowed.", Level.Error);
        }
        else if (app?.Rules is null && IsMissing(cors.AllowHeaders) && cors.AllowMethods is { } methods && PageRequest.BodyMethods.Append("*").Any(methods.Has))
        {
            yield return new Fault(cors.Location, url.Id, "AllowHeaders is missing: a request with JSON or Authorization fails its preflight.");
        }
    }

    private static bool IsMissing(ListSetting? list) => list is null or { IsComplete: true, Items.Count: 0 };
}
