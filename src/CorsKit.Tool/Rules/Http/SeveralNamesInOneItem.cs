using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Http;

internal sealed class SeveralNamesInOneItem() : HttpApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK210", Level.Error, "HTTP API: several values in one item of a list")
    {
        ConsoleMessage = Chromium.HeaderNotAllowed,
        Why = "An item of these lists is one value. \"content-type,authorization\" is the name of a header that no page sends.",
        Fix = "Write one item for each value.",
        Paste = """
            AllowHeaders: [content-type, authorization]
            """,
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigatewayv2-api-cors.html",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app) => CommaItems.Find(api.Cors, api.Id);
}
