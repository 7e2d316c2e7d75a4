using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.FunctionUrls;

internal sealed class SeveralNamesInOneItem() : FunctionUrlRule(Help)
{
    public static readonly RuleHelp Help = new("CK304", Level.Error, "Function URL: several values in one item of a list")
    {
        ConsoleMessage = Chromium.HeaderNotAllowed,
        Why = "An item of these lists is one value. \"content-type,authorization\", as it is easily pasted into the console, is the name of a header that no page sends.",
        Fix = "Write one item for each value.",
        Paste = """
            AllowHeaders: [content-type, authorization]
            """,
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-url-cors.html",
    };

    protected override IEnumerable<Fault> Check(FunctionUrl url, App? app) => CommaItems.Find(url.Cors, url.Id);
}
