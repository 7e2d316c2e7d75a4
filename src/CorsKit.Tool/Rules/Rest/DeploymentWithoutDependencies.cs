using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class DeploymentWithoutDependencies() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK115", Level.Warning, "REST API: a deployment that does not wait for all of the API")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = """
            CloudFormation makes resources in any order that references allow, and a deployment refers to the API only. What is made after it, an OPTIONS method
            or a gateway response, is not in the snapshot, and not live.
            """,
        Fix = "Name every method and gateway response in DependsOn.",
        Paste = """
            Deployment20260401:
              Type: AWS::ApiGateway::Deployment
              DependsOn: [OrdersGet, OrdersOptions, Default4xx, Default5xx]
              Properties: { RestApiId: !Ref Api }
            """,
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-deployment.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        from deployment in api.Deployments
        where deployment.Missing.Count > 0
        select new Fault(deployment.Location, deployment.Resource, $"The deployment {deployment.Resource} does not wait for {Sentences.List(deployment.Missing)}.");
}
