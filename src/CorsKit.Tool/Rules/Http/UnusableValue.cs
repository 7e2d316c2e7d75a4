using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Testing.Aws;

namespace CorsKit.Tool.Rules.Http;

internal sealed class UnusableValue() : HttpApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK213", Level.Error, "HTTP API: a value that is no method, header or number")
    {
        Why = """
            API Gateway takes GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS and '*' as methods, and a number of seconds from -1 to 86400 as MaxAge; anything else fails the
            deployment. A header in quotes is the name of one that no page sends.
            """,
        Fix = "Write plain methods and header names, one to an item, and seconds.",
        Paste = """
            CorsConfiguration:
              AllowMethods: [GET, PUT]
              AllowHeaders: [content-type, authorization]
              MaxAge: 7200
            """,
        Source = "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app) => ConfigurationValues.Find(api.Cors, api.Id, CorsLimits.MethodsOfHttpApi, CorsLimits.LeastMaxAgeOfHttpApi);
}
