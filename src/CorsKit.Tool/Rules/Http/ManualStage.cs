using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Http;

internal sealed class ManualStage() : HttpApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK208", Level.Warning, "HTTP API: a stage without AutoDeploy")
    {
        ConsoleMessage = Chromium.PreflightNoHeader,
        Why = "Without AutoDeploy a change of routes or of the CORS configuration is live only after a new deployment, which CloudFormation does not make by itself.",
        Fix = "Set AutoDeploy: true on the stage.",
        Paste = """
            Stage:
              Type: AWS::ApiGatewayV2::Stage
              Properties: { ApiId: !Ref Api, StageName: $default, AutoDeploy: true }
            """,
        Source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-stage.html",
    };

    protected override IEnumerable<Fault> Check(HttpApi api, App? app) =>
        from stage in api.Stages
        where !stage.AutoDeploy
        select new Fault(stage.Location, stage.Resource,
            $"The stage {stage.Name.Text ?? stage.Resource} does not deploy by itself: changes of the API are not live until somebody deploys them.");
}
