using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class FailingMock() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK122", Level.Error, "REST API: a MOCK OPTIONS that answers 500")
    {
        ConsoleMessage = Chromium.PreflightNotOk,
        Why = """
            A MOCK takes its status from the number statusCode in its request template for application/json, which a preflight counts as. Without it API Gateway answers
            500 ("Unable to parse statusCode" in the log), and no preflight passes.
            """,
        Fix = "Write the request template with statusCode as a number.",
        Paste = """
            Integration:
              Type: MOCK
              RequestTemplates: { application/json: '{"statusCode": 200}' }
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        from resource in api.Resources
        let method = resource.Preflight
        where method?.MockFault is not null
        group (resource.Path, method) by (method.Verb, method.MockFault) into mocks
        let first = mocks.First().method
        select new Fault(first.Location, first.Resource, $"The MOCK {mocks.Key.Verb} of {Sentences.List([.. mocks.Select(mock => mock.Path)])} {mocks.Key.MockFault}, and answers 500.");
}
