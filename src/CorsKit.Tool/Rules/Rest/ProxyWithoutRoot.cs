using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class ProxyWithoutRoot() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK102", Level.Warning, "REST API: /{proxy+} does not cover the root path")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = """
            A greedy path variable stands for one segment or more, so ANY /{proxy+} takes everything but the root. There API Gateway answers
            403 {"message":"Missing Authentication Token"} itself, to preflights and to requests.
            """,
        Fix = "Add ANY / beside it, with the same integration.",
        Paste = """
            Events:
              Root:  { Type: Api, Properties: { Path: /, Method: ANY } }
              Proxy: { Type: Api, Properties: { Path: "/{proxy+}", Method: ANY } }
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-set-up-simple-proxy.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app)
    {
        var proxy = api.Resources.Find(resource =>
            resource.Path.StartsWith("/{", StringComparison.Ordinal) && resource.Path.EndsWith("+}", StringComparison.Ordinal) && resource.Preflight is not null);

        // One that answers preflights for its siblings alone has nothing that a page could want of the root.
        if (api.IsWhole && proxy is { Methods: [var method, ..] } && proxy.Methods.Exists(own => own.Verb != RestMethod.Options) && !api.Resources.Exists(resource => resource.Path == "/" && resource.Methods.Count > 0))
        {
            yield return new Fault(method.Location, method.Resource, $"{proxy.Path} does not match the root path, and / has no method of its own.");
        }
    }
}
