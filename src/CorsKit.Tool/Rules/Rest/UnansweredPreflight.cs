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
            for it on that very path, or answers 403 {"message":"Missing Authentication Token"}, which no function sees and no header is on.
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
        foreach (var resource in api.Resources.Where(resource => resource is { Preflight: null, Methods.Count: > 0 }))
        {
            var method = resource.Methods[0];
            var verbs = string.Join(", ", resource.Methods.Select(m => m.Verb));

            // The rest of an API that is declared elsewhere may have the OPTIONS.
            yield return api.IsWhole
                ? new Fault(method.Location, method.Resource, $"{resource.Path} has {verbs} and nothing that answers OPTIONS.")
                : new Fault(method.Location, method.Resource, $"{resource.Path} has {verbs} and, in this template, nothing that answers OPTIONS.", Level.Warning);
        }
    }
}
