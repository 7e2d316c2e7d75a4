using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class UnquotedHeader() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK110", Level.Error, "REST API: a header value without its inner single quotes")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            Header values of a REST API are mappings: a static value stands in single quotes inside the string, and anything else is an expression such as
            method.request.header.Origin. YAML's own quotes do not count, so "*" is the expression *, and "'*'" is the value.
            """,
        Fix = "Put single quotes inside the string.",
        Paste = """
            Cors:
              AllowOrigin: "'https://shop.example.com'"
              AllowHeaders: "'content-type,authorization'"
            """,
        Source = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        from header in WrittenValues.Of(api)

        // A list of origins does not get better by quotes.
        where header.LacksQuotes && !SeveralOriginsInOneHeader.IsList(header)
        select new Fault(header.Location, header.Resource, $"{header.Name} of {header.Owner} is {header.Raw}, which is no value: write \"'{header.Raw!.Trim('\'', '"')}'\".");
}
