using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>Function URLs, and the settings that functions are given as environment variables.</summary>
internal static class FunctionReader
{
    public static void Read(EvaluatedTemplate template, GatewayModel model)
    {
        var signed = SignedUrls(template).ToHashSet(StringComparer.Ordinal);
        foreach (var resource in template.Resources)
        {
            switch (resource.Type)
            {
                case "AWS::Lambda::Url":
                    Add(resource, resource.Id, resource.Properties);
                    break;
                case "AWS::Lambda::Function":
                    ReadSettings(resource, resource.Properties, model);
                    break;
                case "AWS::Serverless::Function":
                    var properties = SamReader.WithGlobals(template, "Function", resource.Properties);
                    ReadSettings(resource, properties, model);
                    if (properties["FunctionUrlConfig"] is { } url)
                    {
                        // SAM's name for what it makes: https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources-function.html
                        Add(resource, $"{resource.Id}Url", url);
                    }

                    break;
            }
        }

        void Add(Resource resource, string urlId, Node url) => model.FunctionUrls.Add(
            new FunctionUrl(resource.Id, resource.Location, Setting.From(url["AuthType"]), CorsConfiguration.From(url["Cors"])) { IsSignedFor = signed.Contains(urlId) });
    }

    /// <summary>The Function URLs whose requests CloudFront signs (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html).</summary>
    private static IEnumerable<string> SignedUrls(EvaluatedTemplate template) =>
        from distribution in template.OfTypeAnywhere("AWS::CloudFront::Distribution")
        from origin in distribution["DistributionConfig"]?["Origins"]?.Items ?? []
        where origin["OriginAccessControlId"] is not null
        from name in OriginKinds.ResourcesIn(origin["DomainName"])
        select name;

    private static void ReadSettings(Resource resource, Node properties, GatewayModel model)
    {
        if (properties["Environment"]?["Variables"] is UnknownNode or ReferenceNode)
        {
            model.FunctionSettings.Add((resource.Id, properties["Environment"]!["Variables"]!.Location, "", null));
        }

        foreach (var entry in properties["Environment"]?["Variables"]?.Entries ?? [])
        {
            if (entry.Key.StartsWith("GatewayCors__", StringComparison.OrdinalIgnoreCase))
            {
                model.FunctionSettings.Add((resource.Id, entry.Value.Location, entry.Key, entry.Value.Text));
            }
        }
    }
}
