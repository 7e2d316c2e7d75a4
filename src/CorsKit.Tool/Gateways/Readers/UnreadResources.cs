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
                "AWS::CloudFormation::Stack" or "AWS::Serverless::Application" => ReadStack(resource, template, model),
                "AWS::CloudFormation::Macro" or "AWS::CloudFormation::CustomResource" => null,
                "AWS::AppSync::GraphQLApi" => null,
                "AWS::Serverless::GraphQLApi" or "AWS::AppRunner::Service" => "corskit knows no rules for this kind of front door.",
                "AWS::CloudFront::DistributionTenant" or "AWS::CloudFront::StreamingDistribution" => "corskit knows no rules for this kind of distribution.",
                "AWS::ApiGateway::RestApi" when resource["CloneFrom"] is not null => "What is cloned from another API cannot be seen.",
                _ => null,
            };
            if (text is not null)
            {
                model.Remark(resource.Id, resource.Location, text);
            }
        }

        if (!template.Template.IsSam && template.Resources.FirstOrDefault(resource => resource.Type.StartsWith("AWS::Serverless::", StringComparison.Ordinal)) is { } first)
        {
            model.Remark(first.Id, first.Location, "SAM's resource types mean nothing without \"Transform: AWS::Serverless-2016-10-31\".");
        }

        RemarkTransforms(template, model);
    }

    /// <summary>Why a nested stack is not opened; null where it is, and where its file is told of already.</summary>
    private static string? ReadStack(Resource stack, EvaluatedTemplate template, GatewayModel model)
    {
        if (template.Nested(stack.Id[template.Template.Prefix.Length..]) is not null)
        {
            return null;
        }

        // What it is given may get methods and routes there.
        foreach (var parameter in stack["Parameters"]?.Entries ?? [])
        {
            foreach (var id in OriginKinds.ResourcesIn(parameter.Value))
            {
                model.RestApis.FindAll(api => api.Id == id).ForEach(api => api.IsWhole = false);
                model.HttpApis.FindAll(api => api.Id == id).ForEach(api => api.IsWhole = false);
            }
        }

        var files = template.Template.Files;
        var location = template.LocationOf(stack.Declaration, EvaluatedTemplate.TemplateProperty(stack.Type)!) ?? "";
        return files.Broken.Contains(location) ? null
            : files.Outside.Contains(location) ? $"The nested stack's template, {location}, lies outside the template's folder and was not read; --allow-outside has it read."
            : files.Open(location) is not { } document ? "The nested stack's template lies where corskit cannot see it; check that file too."
            : files.IsInside(document.File) ? $"The nested stack's template, {location}, nests itself, and was not opened again."
            : $"The nested stack's template, {location}, is no template: there is no Resources in it.";
    }

    private static void RemarkTransforms(EvaluatedTemplate template, GatewayModel model)
    {
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
