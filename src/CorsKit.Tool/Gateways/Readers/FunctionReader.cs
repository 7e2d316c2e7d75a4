using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>Function URLs, and the settings that functions are given as environment variables.</summary>
internal static class FunctionReader
{
    public static void Read(EvaluatedTemplate template, Architecture architecture)
    {
        foreach (var resource in template.Resources)
        {
            switch (resource.Type)
            {
                case "AWS::Lambda::Url":
                    Add(resource, resource.Properties, architecture);
                    break;
                case "AWS::Lambda::Function":
                    ReadSettings(resource, resource.Properties, architecture);
                    break;
                case "AWS::Serverless::Function":
                    var properties = SamReader.WithGlobals(template, "Function", resource.Properties);
                    ReadSettings(resource, properties, architecture);
                    if (properties["FunctionUrlConfig"] is { } url)
                    {
                        Add(resource, url, architecture);
                    }

                    break;
            }
        }
    }

    private static void Add(Resource resource, Node url, Architecture architecture) =>
        architecture.FunctionUrls.Add(new FunctionUrl(resource.Id, resource.Place, Setting.From(url["AuthType"]), CorsConfiguration.From(url["Cors"])));

    private static void ReadSettings(Resource resource, Node properties, Architecture architecture)
    {
        foreach (var entry in properties["Environment"]?["Variables"]?.Entries ?? [])
        {
            if (entry.Key.StartsWith("GatewayCors__", StringComparison.OrdinalIgnoreCase))
            {
                architecture.FunctionSettings.Add((resource.Id, entry.Value.Place, entry.Key, entry.Value.Text));
            }
        }
    }
}
