using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class UnreadableResponse() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK123", Level.Error, "REST API: a response that API Gateway makes maps no Access-Control-Allow-Origin")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            An integration that is no proxy (AWS, HTTP, MOCK) sends the headers that its integration response maps, and no others. The preflight passes, the request is
            carried out, and the page cannot read the response.
            """,
        Fix = "Map Access-Control-Allow-Origin in each integration response and declare it in the method response.",
        Paste = """
            Integration:
              IntegrationResponses:
                - StatusCode: "200"
                  ResponseParameters:
                    method.response.header.Access-Control-Allow-Origin: "'https://shop.example.com'"
            MethodResponses:
              - StatusCode: "200"
                ResponseParameters:
                  method.response.header.Access-Control-Allow-Origin: true
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app)
    {
        // Where nothing answers preflights for pages, another rule says so.
        foreach (var resource in api.Resources.Where(resource => api.PreflightOf(resource) is { IsMapped: true, Response.WritesOrigin: true }))
        {
            var preflight = api.PreflightOf(resource);
            var meant = preflight!.Response!.ToConfiguration().AllowMethods;
            foreach (var method in resource.Methods.Where(method => method is { Integration: IntegrationKind.Mock or IntegrationKind.Custom } && method != preflight))
            {
                var bare = method.Responses.Where(response => !response.WritesOrigin).ToList();
                if (bare.Count > 0)
                {
                    var isError = bare.TrueForAll(response => response.StatusCode is ['4' or '5', ..]);
                    var statuses = string.Join(", ", bare.Select(response => response.StatusCode ?? "default").Distinct());

                    // A method that the preflight does not name is not meant for pages of other origins.
                    Level? level = IsMeant(method.Verb) ? isError ? Level.Warning : null : Level.Note;
                    yield return new Fault(method.Location, method.Resource, $"{method.Verb} of {resource.Path} answers {statuses} without Access-Control-Allow-Origin.", level);
                }
            }

            bool IsMeant(string verb) => verb == RestMethod.Any || meant is null or { IsComplete: false } || meant.Has("*") || meant.Has(verb);
        }
    }
}
