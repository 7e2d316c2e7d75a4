using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>Says what it meets that may hold front doors and is not read, so that silence means that there is nothing.</summary>
internal static class UnreadResources
{
    public static void Remark(EvaluatedTemplate template, GatewayModel model)
    {
        foreach (var resource in template.Resources)
        {
            var text = resource.Type switch
            {
                "AWS::CloudFormation::Stack" or "AWS::Serverless::Application" => "A nested stack is not opened; check its template too.",
                "AWS::CloudFormation::Macro" or "AWS::CloudFormation::CustomResource" => null,
                "AWS::AppSync::GraphQLApi" => null,
                "AWS::Serverless::GraphQLApi" or "AWS::AppRunner::Service" => "corskit knows no rules for this kind of front door.",
                "AWS::CloudFront::DistributionTenant" or "AWS::CloudFront::StreamingDistribution" => "corskit knows no rules for this kind of distribution.",
                "AWS::ApiGateway::RestApi" when resource["CloneFrom"] is not null => "What is cloned from another API cannot be seen.",
                _ when resource.Type.StartsWith("AWS::Serverless::", StringComparison.Ordinal) && !template.Template.IsSam =>
                    "SAM's resource types mean nothing without \"Transform: AWS::Serverless-2016-10-31\".",
                _ => null,
            };
            if (text is not null)
            {
                model.Remark(resource.Id, resource.Location, text);
            }
        }

        foreach (var entry in template.Template.Root["Resources"]!.Entries)
        {
            if (entry.Key.StartsWith("Fn::", StringComparison.Ordinal) && !entry.Key.StartsWith("Fn::ForEach::", StringComparison.Ordinal))
            {
                model.Remark(null, entry.Location, $"{entry.Key} is not expanded; check the processed template.");
            }
        }

        var transforms = template.Template.Root["Transform"];
        foreach (var transform in transforms is null ? [] : transforms.Items.Count > 0 ? transforms.Items : [transforms])
        {
            if (transform.Text is { } name && !name.StartsWith("AWS::Serverless", StringComparison.Ordinal) && name != "AWS::LanguageExtensions")
            {
                model.Remark(null, transform.Location, $"The transform {name} is not run; check the processed template.");
            }
        }
    }
}
