using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class MockWithoutCors() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK118", Level.Error, "REST API: what answers OPTIONS says nothing of CORS")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = """
            An integration that is no proxy (MOCK, AWS, HTTP) answers with the headers that its integration response maps, and with no others; an ANY takes OPTIONS too.
            Without Access-Control-Allow-Origin the browser takes it for a refusal, and the app behind the other methods is never asked.
            """,
        Fix = "Map the CORS headers in the integration response and declare them in the method response, or let the function answer OPTIONS.",
        Paste = """
            Integration:
              Type: MOCK
              RequestTemplates: { application/json: '{"statusCode": 200}' }
              IntegrationResponses:
                - StatusCode: "200"
                  ResponseParameters:
                    method.response.header.Access-Control-Allow-Origin: "'*'"
                    method.response.header.Access-Control-Allow-Methods: "'GET,PUT'"
                    method.response.header.Access-Control-Allow-Headers: "'content-type'"
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
        let method = resource.Preflight

        // One that answers 500 says it there.
        where !api.IsWrittenOnTheWay && method is { IsMapped: true, MockFault: null } && method.Response is not { WritesOrigin: true }
        group (resource.Path, method) by (method.Verb, method.Integration) into bare
        let first = bare.First().method
        select new Fault(first.Location, first.Resource,
            $"The {(bare.Key.Integration == IntegrationKind.Mock ? "MOCK " : "")}{bare.Key.Verb} of {Sentences.List([.. bare.Select(item => item.Path)])} answers preflights, and sends no Access-Control-Allow-Origin.");
}
