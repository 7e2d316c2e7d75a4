namespace CorsKit.Tool.Templates.Terraform;

/// <summary>
/// A plan of Terraform as the CloudFormation template of the same meaning, so that the same readers and rules serve both. The
/// ids of its resources are Terraform's addresses.
/// </summary>
internal static class TerraformPlan
{
    /// <summary>Terraform's types that are one of CloudFormation's by another name.</summary>
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["aws_api_gateway_authorizer"] = "AWS::ApiGateway::Authorizer",
        ["aws_api_gateway_base_path_mapping"] = "AWS::ApiGateway::BasePathMapping",
        ["aws_api_gateway_deployment"] = "AWS::ApiGateway::Deployment",
        ["aws_api_gateway_domain_name"] = "AWS::ApiGateway::DomainName",
        ["aws_api_gateway_gateway_response"] = "AWS::ApiGateway::GatewayResponse",
        ["aws_api_gateway_method"] = "AWS::ApiGateway::Method",
        ["aws_api_gateway_model"] = "AWS::ApiGateway::Model",
        ["aws_api_gateway_request_validator"] = "AWS::ApiGateway::RequestValidator",
        ["aws_api_gateway_resource"] = "AWS::ApiGateway::Resource",
        ["aws_api_gateway_rest_api"] = "AWS::ApiGateway::RestApi",
        ["aws_api_gateway_stage"] = "AWS::ApiGateway::Stage",
        ["aws_apigatewayv2_api"] = "AWS::ApiGatewayV2::Api",
        ["aws_apigatewayv2_api_mapping"] = "AWS::ApiGatewayV2::ApiMapping",
        ["aws_apigatewayv2_authorizer"] = "AWS::ApiGatewayV2::Authorizer",
        ["aws_apigatewayv2_domain_name"] = "AWS::ApiGatewayV2::DomainName",
        ["aws_apigatewayv2_integration"] = "AWS::ApiGatewayV2::Integration",
        ["aws_apigatewayv2_route"] = "AWS::ApiGatewayV2::Route",
        ["aws_apigatewayv2_stage"] = "AWS::ApiGatewayV2::Stage",
        ["aws_apprunner_service"] = "AWS::AppRunner::Service",
        ["aws_cloudfront_cache_policy"] = "AWS::CloudFront::CachePolicy",
        ["aws_cloudfront_distribution"] = "AWS::CloudFront::Distribution",
        ["aws_cloudfront_function"] = "AWS::CloudFront::Function",
        ["aws_cloudfront_origin_access_control"] = "AWS::CloudFront::OriginAccessControl",
        ["aws_cloudfront_origin_request_policy"] = "AWS::CloudFront::OriginRequestPolicy",
        ["aws_cloudfront_response_headers_policy"] = "AWS::CloudFront::ResponseHeadersPolicy",
        ["aws_lambda_function"] = "AWS::Lambda::Function",
        ["aws_lambda_function_url"] = "AWS::Lambda::Url",
        ["aws_lb"] = "AWS::ElasticLoadBalancingV2::LoadBalancer",
        ["aws_alb"] = "AWS::ElasticLoadBalancingV2::LoadBalancer",
        ["aws_lb_listener"] = "AWS::ElasticLoadBalancingV2::Listener",
        ["aws_alb_listener"] = "AWS::ElasticLoadBalancingV2::Listener",
        ["aws_lb_listener_rule"] = "AWS::ElasticLoadBalancingV2::ListenerRule",
        ["aws_alb_listener_rule"] = "AWS::ElasticLoadBalancingV2::ListenerRule",
        ["aws_s3_bucket"] = "AWS::S3::Bucket",
        ["aws_s3_bucket_website_configuration"] = "AWS::S3::Bucket",
    };

    /// <summary>Whether it is something of Terraform's, also where it is not what can be read.</summary>
    public static bool IsOfTerraform(Node root) =>
        root["format_version"] is not null || root["terraform_version"] is not null || root["@level"] is not null
        || (root["Resources"] is null && (root["resource"] is MappingNode or SequenceNode || root["terraform"] is MappingNode));

    /// <exception cref="UnusableInput">It is no plan, or one of another format.</exception>
    public static Template Read(Document document)
    {
        var root = document.Root;
        if (root["format_version"]?.Text is { } version && version.Split('.')[0] != "1")
        {
            throw new UnusableInput(root.Location, $"Terraform wrote this in format {version}, and corskit reads 1.x, which Terraform 1.1 and later write");
        }

        if (root["format_version"] is null || (root["planned_values"] ?? root["values"]) is null)
        {
            throw new UnusableInput(root.Location, $"this is of Terraform's, and no plan with planned_values: {TerraformFiles.Hint}");
        }

        var plan = new Plan(root);
        var resources = new PlanResources(plan);
        var isPart = root["errored"] is { IsTrue: true } || root["complete"] is { IsFalse: true };
        return new Template(document with
        {
            Remarks = isPart ? [.. document.Remarks, (root.Location, "The plan is not complete: Terraform met an error, or was to plan a part. What is missing in it was not evaluated.")] : document.Remarks,
            Root = PlanBlocks.Mapping(root.Location, [("Resources", new MappingNode(root.Location,
                [.. plan.Root.AllResources.Where(resource => !resource.IsData && Types.ContainsKey(resource.Type)).Select(resource =>
                    new Entry(resource.Address, resource.Location, resources.Declare(resource, Types[resource.Type])))]))]),
        })
        { IsTerraform = true };
    }
}
