using CorsKit.Testing.Aws;
using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.FunctionUrls;

internal sealed class OptionsInMethods() : FunctionUrlRule(Help)
{
    public static readonly RuleHelp Help = new("CK302", Level.Error, "Function URL: a value of AllowMethods that Lambda does not take")
    {
        Why = "Lambda takes GET, PUT, HEAD, POST, PATCH, DELETE and '*', each at most six characters long: OPTIONS fails the deployment. Preflights need no entry.",
        Fix = "Write methods that Lambda takes, in upper case, and leave out OPTIONS.",
        Paste = """
            AllowMethods: [GET, PUT, DELETE]
            """,
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-lambda-url-cors.html",
    };

    protected override IEnumerable<Fault> Check(FunctionUrl url, App? app) =>
        from method in url.Cors?.AllowMethods?.Items ?? []
        let reason = ConfigurationValues.WhyNoMethod(method, CorsLimits.MethodsOfFunctionUrl)
        where reason is not null
        select new Fault(method.Location, url.Id, reason);
}
