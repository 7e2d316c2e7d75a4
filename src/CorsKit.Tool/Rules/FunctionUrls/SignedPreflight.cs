using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.FunctionUrls;

internal sealed class SignedPreflight() : FunctionUrlRule(new RuleHelp("CK307", Level.Warning, "Function URL: AWS_IAM and no Cors")
{
    Browser = Browser.PreflightNoHeader,
    Why = "With AWS_IAM every request is signed, and no browser signs a preflight. Without Cors nothing answers it but 403 {\"Message\":\"Forbidden\"}.",
    Mend = "Configure Cors on the Function URL (and set \"Enabled\": false in the app), or use AuthType NONE and let the app authenticate.",
    Paste = """
        FunctionUrlConfig:
          AuthType: AWS_IAM
          Cors:
            AllowOrigins: [https://shop.example.com]
            AllowMethods: [GET, PUT]
            AllowHeaders: [authorization, content-type, x-amz-date, x-amz-security-token]
        """,
    Source = "https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
})
{
    protected override IEnumerable<Fault> Check(FunctionUrl url, App? app)
    {
        if (url is { AuthType: { Text: "AWS_IAM" } auth, Cors: null })
        {
            yield return new Fault(auth.Place, url.Id, "Every request has to be signed, and a browser cannot sign a preflight.");
        }
    }
}
