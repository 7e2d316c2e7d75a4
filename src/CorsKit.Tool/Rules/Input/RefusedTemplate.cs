using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Input;

internal sealed class RefusedTemplate() : Rule(Help)
{
    public static readonly RuleHelp Help = new("CK004", Level.Error, "Something that SAM or CloudFormation refuses")
    {
        Why = """
            A key that does not exist, or a property where it does not belong, fails the deployment: what is live stays as it was, and the CORS headers that were added never come.
            """,
        Fix = "Write what the message says, and try it with sam validate --lint or cfn-lint.",
        Paste = """
            Cors:                # AWS::Serverless::Api
              AllowOrigin: "'https://shop.example.com'"
            CorsConfiguration:   # AWS::Serverless::HttpApi and AWS::ApiGatewayV2::Api
              AllowOrigins: [https://shop.example.com]
            """,
        Source = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html",
    };

    public override IEnumerable<Fault> Check(GatewayModel model, App? app) =>
        model.Refused.Select(refused => new Fault(refused.Location, refused.Resource, refused.Text));
}
