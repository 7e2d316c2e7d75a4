using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class LooseOriginTemplate() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK127", Level.Warning, "REST API: a mapping template lets in origins that nobody meant")
    {
        Why = """
            The template compares the page's origin by an expression that others satisfy too: whoever registers such a host passes the preflight, and reads what the app
            answers to it.
            """,
        Fix = "Compare with each origin by ==, or let the app answer OPTIONS.",
        Paste = """
            ResponseTemplates:
              application/json: |
                #if($origin == "https://shop.example.com" || $origin == "https://admin.example.com")
                #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)
                #end
            """,
        Source = "https://portswigger.net/research/exploiting-cors-misconfigurations-for-bitcoins-and-bounties",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        from resource in api.Resources
        from method in resource.Methods
        from response in method.Responses
        where response.Template is { Faults.Count: > 0 }
        group (resource.Path, method) by string.Join("; ", response.Template!.Faults) into same
        let first = same.First().method
        select new Fault(first.Location, first.Resource, $"The template of {first.Verb} {Sentences.List([.. same.Select(item => item.Path)])} compares loosely: {same.Key}.");
}
