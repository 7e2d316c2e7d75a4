using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>Reads all front doors of a CloudFormation or SAM template and of those nested in it, in one scenario.</summary>
internal static class TemplateReader
{
    public static GatewayModel Read(StackFamily family)
    {
        var model = new GatewayModel();
        foreach (var template in family.Members)
        {
            RestApiReader.Read(template, model, template.Template.Files);
            HttpApiReader.Read(template, model, template.Template.Files);
            SamReader.Read(template, model, template.Template.Files);
        }

        foreach (var template in family.Members)
        {
            RestApiReader.ReadMethods(template, model);
        }

        foreach (var template in family.Members)
        {
            RestApiReader.ReadAttachments(template, model);
            HttpApiReader.ReadAttachments(template, model);
            SamReader.RemarkStrayEvents(template, model);
            FunctionReader.Read(template, model);
            LoadBalancerReader.Read(template, model);
            DistributionReader.Read(template, model);
            Refusals.AddStrayEvents(template, model);
            Refusals.AddResponseHeadersPolicies(template, model);
            Refusals.AddMisplacedCors(template, model);
            UnreadResources.Remark(template, model);
        }

        model.RestApis.ForEach(api => api.ReadKeySource());
        Refusals.AddUnknownKeys(model);
        return model;
    }
}
