using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class BinaryMock() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK113", Level.Error, "REST API: binary media type */* and a MOCK OPTIONS that does not convert to text")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = """
            With */* every request is binary, and the request template of a MOCK cannot read a binary body: the preflight ends in 500 ("Unable to transform
            request" in the log). What SAM's Cors makes has no contentHandling.
            """,
        Fix = "Set ContentHandling: CONVERT_TO_TEXT on the OPTIONS integration, let the function answer OPTIONS, or narrow the binary types.",
        Paste = """
            Integration:
              Type: MOCK
              ContentHandling: CONVERT_TO_TEXT
              RequestTemplates: { application/json: '{"statusCode": 200}' }
            """,
        Source = "https://github.com/aws/chalice/issues/1310",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        api.BinaryMediaTypes?.Has("*/*") != true ? [] :
        from resource in api.Resources
        let method = resource.Preflight
        where method is { Verb: "OPTIONS", IsMock: true } && method.ContentHandling != "CONVERT_TO_TEXT"
        group resource.Path by (method.Location, method.Resource) into mock
        select new Fault(mock.Key.Location, mock.Key.Resource, $"The MOCK OPTIONS of {Sentences.List([.. mock])} does not convert to text, and */* makes every request binary.");
}
