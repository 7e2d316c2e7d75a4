using CorsKit.Testing.Aws;
using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.FunctionUrls;

internal sealed class MaxAgeOutOfRange() : FunctionUrlRule(Help)
{
    public static readonly RuleHelp Help = new("CK303", Level.Error, "Function URL: MaxAge out of range")
    {
        Why = "A Function URL takes 0 to 86400 seconds. The -1 of API Gateway and of CorsKit, which switches the browser's cache off, is 0 here.",
        Fix = "Write 0 to 86400; 7200 is the longest that Chromium honors.",
        Paste = """
            MaxAge: 7200
            """,
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-url-cors.html",
    };

    protected override IEnumerable<Fault> Check(FunctionUrl url, App? app)
    {
        if (url.Cors?.MaxAge is { Number: < CorsLimits.LeastMaxAgeOfFunctionUrl or > CorsLimits.LongestMaxAge } maxAge)
        {
            yield return new Fault(maxAge.Location, url.Id, $"MaxAge is {maxAge.Text}, and Lambda takes 0 to 86400.");
        }
    }
}
