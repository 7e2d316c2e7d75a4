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

    private static readonly RequestHeader Signature = new(IdentitySource.Authorization, "", true);
    private static readonly RequestHeader Json = new("content-type", "", false);

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
        else if (url is { AuthType.Text: "AWS_IAM", IsSignedFor: false } && new PreflightAnswer(cors) is var answer && (answer.Refuses(Signature) || answer.CoversByWildcardOnly(Signature)))
        {
            yield return answer.Refuses(Signature)
                ? new Fault(cors.AllowHeaders?.Location ?? cors.Location, url.Id, "AllowHeaders does not list authorization, which holds the signature that AWS_IAM wants of every request.", Level.Error)
                : new Fault(cors.AllowHeaders!.Location, url.Id, "AllowHeaders has '*', which does not cover authorization, and that holds the signature that AWS_IAM wants of every request.");
        }
        else if (app?.Rules is null && IsMissing(cors.AllowHeaders) && cors.AllowMethods is { } methods && PageRequest.BodyMethods.Append("*").Any(methods.Has))
        {
            yield return new Fault(cors.Location, url.Id, "AllowHeaders is missing: a request with JSON or Authorization fails its preflight.");
        }
        else if (app?.Rules is null && cors.AllowMethods is { } taken && PageRequest.BodyMethods.Any(taken.Has) && new PreflightAnswer(cors).Refuses(Json))
        {
            yield return new Fault(cors.AllowHeaders!.Location, url.Id, $"AllowHeaders allows {string.Join(", ", cors.AllowHeaders.Texts)}, and not content-type, which a JSON body needs.");
        }
    }

    private static bool IsMissing(ListSetting? list) => list is null or { IsComplete: true, Items.Count: 0 };
}
