using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class FailingMock() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK122", Level.Error, "REST API: a preflight that is answered 500, or with no success")
    {
        ConsoleMessage = Chromium.PreflightNotOk,
        Why = """
            A MOCK takes its status from the number statusCode in its request template for application/json, which a preflight counts as. Without it API Gateway answers
            500 ("Unable to parse statusCode" in the log), and no preflight passes; nor does it with a status that an integration response maps to 300 or more.
            """,
        Fix = "Write the request template with statusCode as a number, and answer with a status of 200 to 299.",
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
        where method is not null
        let fault = FaultOf(method)
        where fault is not null
        group (resource.Path, method) by (method.Verb, method.Integration, fault) into mocks
        let first = mocks.First().method
        select new Fault(first.Location, first.Resource,
            $"The {(mocks.Key.Integration == IntegrationKind.Mock ? "MOCK " : "")}{mocks.Key.Verb} of {Sentences.List([.. mocks.Select(mock => mock.Path)])} {mocks.Key.fault}.");

    /// <summary>A preflight passes with 200 to 299 only (https://fetch.spec.whatwg.org/#cors-preflight-fetch).</summary>
    private static string? FaultOf(RestMethod method) =>
        method.MockFault is { } fault ? $"{fault}, and answers 500"
        : method is { IsMapped: true, Verb: RestMethod.Options, Responses: { Count: > 0 } responses, Response.WritesOrigin: true } && responses.All(response => response.StatusCode is { Length: > 0 } and not ['2', ..])
            ? $"answers {string.Join(" or ", responses.Select(response => response.StatusCode).Distinct())}, and a preflight passes with 200 to 299 only"
        : null;
}
