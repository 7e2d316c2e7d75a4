using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class GatewayResponseOutsideSam() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK108", Level.Warning, "REST API: a gateway response of its own beside an API that SAM deploys")
    {
        ConsoleMessage = Chromium.NoHeader,
        Why = """
            SAM makes the deployment, and it does not wait for an AWS::ApiGateway::GatewayResponse in the template: the response exists, and what is live
            has not got it. The property GatewayResponses is part of the API's definition, and of its deployment.
            """,
        Fix = "Move it into GatewayResponses of the AWS::Serverless::Api.",
        Paste = """
            GatewayResponses:
              DEFAULT_4XX:
                ResponseParameters:
                  Headers:
                    Access-Control-Allow-Origin: "'https://shop.example.com'"
            """,
        Source = "https://github.com/aws/serverless-application-model/issues/2498",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        from response in api.GatewayResponses
        where response.IsBesideSam
        select new Fault(response.Location, response.Resource, $"{response.Type} of {api.Id} is a resource of its own, and the deployment that SAM makes does not wait for it.");
}
