using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class UnansweredPreflight() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK101", Level.Error, "REST API: nothing answers OPTIONS on a path that has other methods")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = """
            Before a PUT, a DELETE, or any request with an Authorization header or a JSON body, the browser asks with OPTIONS. A REST API has a method
            for it on that path or on a greedy /{proxy+} above it, or answers 403 {"message":"Missing Authentication Token"}, which no function sees and no header is on.
            """,
        Fix = "Let the function answer OPTIONS too: make the method ANY, or add an OPTIONS method without authorizer and API key.",
        Paste = """
            # SAM: the app (UseGatewayCors) answers preflights
            Events:
              Root:  { Type: Api, Properties: { Path: /, Method: ANY } }
              Proxy: { Type: Api, Properties: { Path: "/{proxy+}", Method: ANY } }

            # CloudFormation: beside each method
            OrdersOptions:
              Type: AWS::ApiGateway::Method
              Properties:
                RestApiId: !Ref Api
                ResourceId: !Ref OrdersResource
                HttpMethod: OPTIONS
                AuthorizationType: NONE
                Integration: { Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: … }
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app)
    {
        var hasSign = app is not null || api.HasSignOfCors;

        // The rest of an API that is declared elsewhere may have the OPTIONS.
        return UnansweredPaths.Find("method", hasSign, Paths(api), api.IsWhole ? null : Level.Warning, api.IsWhole ? "" : ", in this template,",
            api.IsWhole && !hasSign ? " The gateway's own errors (401, 403, 429, 502, 504) have no CORS headers either." : "");
    }

    /// <summary>The paths on which nothing answers OPTIONS.</summary>
    public static IReadOnlyList<UnansweredPath> Paths(RestApi api) =>
        [.. from resource in api.Resources
            where resource.Methods.Count > 0 && api.PreflightOf(resource) is null
            let first = resource.Methods[0]
            select new UnansweredPath(resource.Path, first.Location, first.Resource, [.. resource.Methods.Select(method => method.RequestTo(resource.Path))])];
}
