using System.Text.Json;
using CorsKit.Tests.Origins;

namespace CorsKit.Tool.Tests;

/// <summary>What check and export say of every form of an item of AllowOrigins, as a front door's own configuration and as the app's setting.</summary>
public sealed class OriginTableTests
{
    public static TheoryData<string, string, bool?, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, bool?, string>();
            foreach (var row in OriginRow.Items)
            {
                cases.Add(row.Item, "sam-http", row.HttpApi, "CK204");
                cases.Add(row.Item, "function-url", row.FunctionUrl, "CK308");
                cases.Add(row.Item, "cloudfront", row.CloudFront, "CK509");
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_front_door(string item, string target, bool? takes, string code)
    {
        using var folder = new TemporaryFolder();
        var template = folder.Write("template.yaml", Template(target, item));
        var settings = folder.Write("appsettings.json", JsonSerializer.Serialize(new { GatewayCors = new { Enabled = target == "cloudfront", AllowOrigins = new[] { item }, AllowHeaders = "content-type", AllowMethods = "PUT" } }));
        string[] switches = target == "cloudfront" ? ["--response-headers-policy"] : [];

        // check: only what is known to be refused.
        Assert.Equal(takes == false, Find(template, null).Contains(code));

        // export: only what is known to be taken; and what it writes, check accepts.
        var (exit, output, error) = Tool.Run(["export", "--to", target, "--settings", settings, .. switches]);
        Assert.Equal(takes == true ? 0 : 1, exit);
        Assert.Contains(item, takes == true ? output : error, StringComparison.Ordinal);
        if (takes == true)
        {
            Assert.DoesNotContain(Find(folder.Write("exported.yaml", output), settings), found => found is "CK202" or "CK204" or "CK306" or "CK308" or "CK509" or "CK603");
        }
        else if (target != "cloudfront")
        {
            // A front door that owns CORS does not know the item.
            Assert.Contains("CK603", Find(folder.Write("other.yaml", Template(target, "https://another.example.com")), settings));
        }
    }

    private static List<string> Find(string template, string? settings)
    {
        var found = Tool.Check(template, settings).Findings;
        return found == "nothing" ? [] : [.. found.Split(", ").Select(finding => finding.Split(' ')[0])];
    }

    private static string Template(string target, string item) => target switch
    {
        "sam-http" => $$"""
            Resources:
              Api:
                Type: AWS::ApiGatewayV2::Api
                Properties:
                  ProtocolType: HTTP
                  CorsConfiguration: { AllowOrigins: ['{{item}}'], AllowMethods: [PUT], AllowHeaders: [content-type] }
            """,
        "function-url" => $$"""
            Resources:
              Url:
                Type: AWS::Lambda::Url
                Properties:
                  TargetFunctionArn: arn:aws:lambda:eu-west-1:123456789012:function:orders
                  AuthType: NONE
                  Cors: { AllowOrigins: ['{{item}}'], AllowMethods: [PUT], AllowHeaders: [content-type] }
            """,
        _ => $$"""
            Resources:
              Headers:
                Type: AWS::CloudFront::ResponseHeadersPolicy
                Properties:
                  ResponseHeadersPolicyConfig:
                    Name: cors
                    CorsConfig:
                      AccessControlAllowCredentials: false
                      AccessControlAllowHeaders: { Items: [content-type] }
                      AccessControlAllowMethods: { Items: [PUT] }
                      AccessControlAllowOrigins: { Items: ['{{item}}'] }
                      OriginOverride: false
              Distribution:
                Type: AWS::CloudFront::Distribution
                Properties:
                  DistributionConfig:
                    Enabled: true
                    Origins: [{ Id: api, DomainName: abc123.execute-api.eu-west-1.amazonaws.com, CustomOriginConfig: { OriginProtocolPolicy: https-only } }]
                    DefaultCacheBehavior:
                      TargetOriginId: api
                      ViewerProtocolPolicy: https-only
                      AllowedMethods: [GET, HEAD, OPTIONS, PUT, PATCH, POST, DELETE]
                      CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad
                      OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac
                      ResponseHeadersPolicyId: !Ref Headers
            """,
    };
}
