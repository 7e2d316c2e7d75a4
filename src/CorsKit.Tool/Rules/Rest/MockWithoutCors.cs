using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class MockWithoutCors() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK118", Level.Error, "REST API: a MOCK OPTIONS that says nothing of CORS")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = """
            A MOCK answers 200 with the headers that its integration response maps, and with no others. Without Access-Control-Allow-Origin there the browser
            takes it for a refusal, and the app behind the other methods is never asked.
            """,
        Fix = "Map the CORS headers in the integration response and declare them in the method response, or let the function answer OPTIONS.",
        Paste = """
            Integration:
              Type: MOCK
              RequestTemplates: { application/json: '{"statusCode": 200}' }
              IntegrationResponses:
                - StatusCode: "200"
                  ResponseParameters:
                    method.response.header.Access-Control-Allow-Origin: "'https://shop.example.com'"
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

        // One that SAM's Cors made has its headers there.
        where method is { Verb: "OPTIONS", IsMock: true, HasMappingTemplate: false } && method.Location != api.SamCors?.Location
        where method.MockHeaders?.AllowOrigin is null
        select new Fault(method.Location, method.Resource, $"The MOCK OPTIONS of {resource.Path} sends no Access-Control-Allow-Origin.");
}
