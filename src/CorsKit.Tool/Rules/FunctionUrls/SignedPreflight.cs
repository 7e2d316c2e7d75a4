using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.FunctionUrls;

internal sealed class SignedPreflight() : FunctionUrlRule(Help)
{
    public static readonly RuleHelp Help = new("CK307", Level.Warning, "Function URL: AWS_IAM and no Cors")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = """
            With AWS_IAM every request is signed, and no browser signs a preflight. Without Cors nothing answers it but 403 {"Message":"Forbidden"}. AWS does not document
            whether a preflight is let through unsigned where Cors is set.
            """,
        Fix = "Use AuthType NONE and let the app authenticate, or let CloudFront sign (origin access control); with Cors on the Function URL, try a preflight first.",
        Paste = """
            # the app answers preflights, and authenticates what follows
            FunctionUrlConfig: { AuthType: NONE }
            """,
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
    };

    protected override IEnumerable<Fault> Check(FunctionUrl url, App? app)
    {
        if (url is { AuthType: { Text: "AWS_IAM" } auth, Cors: null, IsSignedFor: false })
        {
            yield return new Fault(auth.Location, url.Id, "Every request has to be signed, and a browser cannot sign a preflight.");
        }
    }
}
