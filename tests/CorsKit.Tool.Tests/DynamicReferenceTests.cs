namespace CorsKit.Tool.Tests;

/// <summary>Values that CloudFormation fetches when it deploys: they are unknown, and no origins.</summary>
public sealed class DynamicReferenceTests
{
    [Theory]
    [InlineData("\"{{resolve:ssm:/shop/origin}}\"")]
    [InlineData("\"https://{{resolve:ssm:/shop/host:1}}\"")]
    [InlineData("!Sub \"{{resolve:ssm:/shop/${AWS::StackName}/origin}}\"")]
    [InlineData("!Join ['', [\"{{resolve:ssm:/shop/\", !Ref Env, \"}}\"]]")]
    public void A_dynamic_reference_is_a_value_that_only_the_deployment_knows(string origin)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal((0, "CK001 note 4"), Tool.Check(folder.Write("template.yaml", $$"""
            Parameters: { Env: { Type: String, Default: live } }
            Resources:
              Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: HTTP, CorsConfiguration: { AllowMethods: [GET], AllowHeaders: [content-type],
                AllowOrigins: [{{origin}}] } } }
            """), settings: null));
    }

    [Fact]
    public void It_is_unknown_in_JSON_too()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal((0, "CK001 note 2"), Tool.Check(folder.Write("template.json", """
            { "Resources": { "Url": { "Type": "AWS::ApiGatewayV2::Api", "Properties": { "CorsConfiguration": { "AllowMethods": ["GET"], "AllowHeaders": ["content-type"],
              "AllowOrigins": ["{{resolve:ssm:/shop/origin}}"] } } } } }
            """), settings: null));
    }
}
