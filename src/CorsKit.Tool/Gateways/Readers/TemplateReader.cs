using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>Reads all front doors of a CloudFormation or SAM template, in one scenario.</summary>
internal static class TemplateReader
{
    public static GatewayModel Read(EvaluatedTemplate template, IncludedFiles files)
    {
        var model = new GatewayModel();
        RestApiReader.Read(template, model, files);
        HttpApiReader.Read(template, model, files);
        SamReader.Read(template, model, files);
        FunctionReader.Read(template, model);
        LoadBalancerReader.Read(template, model);
        DistributionReader.Read(template, model);
        Refusals.AddUnknownKeys(model);
        Refusals.AddStrayEvents(template, model);
        UnreadResources.Remark(template, model);
        return model;
    }
}
