using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class UnreadableResponse() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK123", Level.Error, "REST API: a response that API Gateway makes maps no Access-Control-Allow-Origin, or another than its preflight")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            An integration that is no proxy (AWS, HTTP, MOCK) sends the headers that its integration response maps, and no others. The preflight passes, the request is
            carried out, and the page cannot read the response. The origin and the credentials have to be those that the preflight allows.
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
        foreach (var resource in api.IsWrittenOnTheWay ? [] : api.Resources.Where(resource => api.PreflightOf(resource) is { IsMapped: true, Response.WritesOrigin: true } or { IsMapped: false, Verb: RestMethod.Options }))
        {
            var preflight = api.PreflightOf(resource)!;
            var meant = preflight.Response?.ToConfiguration().AllowMethods;
            foreach (var method in resource.Methods.Where(method => method.IsMapped && method != preflight))
            {
                var bare = method.Responses.Where(response => !response.WritesOrigin).ToList();
                if (bare.Count > 0)
                {
                    var isError = bare.TrueForAll(response => response.StatusCode is ['4' or '5', ..]);

                    // A method that the preflight does not name is not meant for pages of other origins.
                    Level? level = IsMeant(method.Verb) ? isError ? Level.Warning : null : Level.Note;
                    yield return new Fault(method.Location, method.Resource, $"{method.Verb} of {resource.Path} answers {Statuses(bare)} without Access-Control-Allow-Origin.", level);
                }
                else if (preflight.IsMapped && Contradiction(method, preflight.Response!.ToConfiguration()) is { } contradiction)
                {
                    yield return new Fault(method.Location, method.Resource, $"{method.Verb} of {resource.Path} {contradiction.Text}.", contradiction.Level);
                }
            }

            bool IsMeant(string verb) => verb == RestMethod.Any || meant is null or { IsComplete: false } || meant.Has("*") || meant.Has(verb);
        }
    }

    /// <summary>Who passes the preflight is who has to read the response. What is no origin, and '*' beside credentials, are other rules'.</summary>
    private static (string Text, Level? Level)? Contradiction(RestMethod method, CorsConfiguration preflight)
    {
        if (preflight.WildcardsWithCredentials.Contains(nameof(CorsConfiguration.AllowOrigins)))
        {
            return null;
        }

        var withCredentials = preflight.AllowCredentials is { IsTrue: true } && preflight.WildcardsWithCredentials.Count == 0;
        var fixedOnes = method.Responses.Where(response => response is { Template: null, Headers.AllowOrigin.IsStatic: true }).ToList();
        var open = fixedOnes.FindAll(response => response.Headers.AllowOrigin!.Value == "*");
        var silent = fixedOnes.FindAll(response => response.Headers.AllowCredentials is null);
        IReadOnlyList<string> origins = preflight.AllowOrigins is { IsComplete: true } known ? [.. known.Texts] : [];
        var foreign = fixedOnes.FindAll(response => HeaderValues.ShutsOut(response.Headers.AllowOrigin!.Value, origins));
        return withCredentials && open.Count > 0 ? ($"answers {Statuses(open)} with '*', and its preflight allows credentials: pages that send them cannot read it", null)
            : withCredentials && silent.Count > 0 ? ($"answers {Statuses(silent)} without Access-Control-Allow-Credentials, and its preflight allows credentials: pages that send them cannot read it", null)
            : foreign.Count == 0 ? null
            : ($"answers {Statuses(foreign)} for {foreign[0].Headers.AllowOrigin!.Value}, and its preflight allows {HeaderValues.Origins(origins)}", origins.Contains("*") ? Level.Warning : null); // pages of that one work
    }

    private static string Statuses(IEnumerable<IntegrationResponse> responses) => string.Join(", ", responses.Select(response => response.StatusCode ?? "default").Distinct());
}
