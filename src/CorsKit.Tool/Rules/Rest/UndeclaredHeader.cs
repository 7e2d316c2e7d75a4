using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class UndeclaredHeader() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK124", Level.Error, "REST API: a mapped header that the method response does not declare")
    {
        Why = """
            An integration response may map only what the method response of the same status declares. The deployment fails with "Invalid mapping expression parameter
            specified: method.response.header…".
            """,
        Fix = "Declare the header in MethodResponses, under the same status.",
        Paste = """
            MethodResponses:
              - StatusCode: "200"
                ResponseParameters:
                  method.response.header.Access-Control-Allow-Origin: true
                  method.response.header.Access-Control-Allow-Methods: true
                  method.response.header.Access-Control-Allow-Headers: true
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        from resource in api.Resources
        from method in resource.Methods
        where method.Declared is not null
        from response in method.Responses
        where response.StatusCode is not null
        let declared = method.Declared!.GetValueOrDefault(response.StatusCode!, [])
        let missing = response.Headers.Headers.Where(header => header.IsCors && !declared.Contains(header.Name, StringComparer.OrdinalIgnoreCase)).Select(header => header.Name).ToList()
        where missing.Count > 0
        select new Fault(response.Headers.Location, method.Resource, $"The response {response.StatusCode} of {method.Verb} {resource.Path} maps {Sentences.And(missing)}, and no method response {response.StatusCode} declares {(missing.Count == 1 ? "it" : "them")}.");
}
