using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Testing.Aws;

namespace CorsKit.Tool.Rules.FunctionUrls;

internal sealed class UnusableValue() : FunctionUrlRule(Help)
{
    public static readonly RuleHelp Help = new("CK308", Level.Error, "Function URL: a value that is no origin, header or number")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            Lambda compares origins letter by letter: scheme, host and port as a browser sends them, or '*'. A pattern such as https://*.example.com, a host alone or a slash at the
            end matches no page.
            """,
        Fix = "Write whole origins, plain header names and seconds; for patterns remove Cors and let the app decide.",
        Paste = """
            Cors:
              AllowOrigins: [https://shop.example.com]
              AllowHeaders: [content-type, authorization]
              MaxAge: 7200
            """,
        Source = "https://docs.aws.amazon.com/lambda/latest/api/API_Cors.html",
    };

    protected override IEnumerable<Fault> Check(FunctionUrl url, App? app) =>
        (from origin in url.Cors?.AllowOrigins?.Items ?? []
         where origin.Text is not null and not "*" && !origin.Text.Contains(',')
         let reason = HeaderValues.WhyNoOrigin(origin.Text!, takesPatterns: false)
         where reason is not null
         select new Fault(origin.Location, url.Id, $"\"{origin.Text}\" {reason}"))
        .Concat(ConfigurationValues.Find(url.Cors, url.Id, methods: null, url.Cors?.MaxAge?.Number is null ? CorsLimits.LeastMaxAgeOfFunctionUrl : null));
}
