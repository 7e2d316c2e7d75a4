using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class StaleDeployment() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK114", Level.Warning, "REST API: a deployment that a change of the API does not renew")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = """
            A deployment is a snapshot. CloudFormation makes a new one only where its logical id is new, so under a fixed id a fix of the methods is in the API,
            works in the console's test, and is never live. SAM and the CDK put a hash of the API into the id.
            """,
        Fix = "Put a version or hash into the logical id and change it with the API, or run \"aws apigateway create-deployment\" after each change.",
        Paste = """
            Deployment20260401:        # a new id with every change of the API
              Type: AWS::ApiGateway::Deployment
              DependsOn: [OrdersGet, OrdersOptions]
              Properties: { RestApiId: !Ref Api }
            """,
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigateway-deployment.html",
    };

    private const int ShortestHash = 6;

    protected override IEnumerable<Fault> Check(RestApi api, App? app) =>
        from deployment in api.Deployments
        where !(deployment.IsRenewed ?? LooksRenewed(deployment.Resource))
        select new Fault(deployment.Location, deployment.Resource, deployment.IsRenewed is null
            ? $"The deployment {deployment.Resource} has a fixed id, so that CloudFormation never makes another one."
            : $"The deployment {deployment.Resource} has no triggers, so that Terraform never makes another one.");

    /// <summary>Whether the id ends in what looks like a hash, a date or a version.</summary>
    private static bool LooksRenewed(string id)
    {
        var end = id.Length;
        while (end > 0 && char.IsAsciiHexDigit(id[end - 1]))
        {
            end--;
        }

        var tail = id.AsSpan(end);
        return (tail.Length >= ShortestHash && tail.ContainsAnyInRange('0', '9')) || (id.Length > 2 && char.IsAsciiDigit(id[^1]));
    }
}
