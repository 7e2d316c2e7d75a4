using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>AWS::ApiGatewayV2::*: HTTP APIs in CloudFormation's own words. WebSocket APIs have no CORS.</summary>
internal static class HttpApiReader
{
    private const string Prefix = "AWS::ApiGatewayV2::";

    public static void Read(EvaluatedTemplate template, GatewayModel model, IncludedFiles files)
    {
        foreach (var resource in template.OfType(Prefix + "Api").Where(api => !api["ProtocolType"].Says("WEBSOCKET")))
        {
            var api = new HttpApi(resource.Id, resource.Location) { Cors = CorsConfiguration.From(resource["CorsConfiguration"]) };
            model.HttpApis.Add(api);
            if ((resource["Body"] ?? Resource.Asset(resource.Declaration, "BodyS3Location")) is { } body)
            {
                api.IsWhole = Definition.Read(body, resource.Id, template, files, model, definition => definition.ReadInto(api));
            }
            else if (resource["Target"] is not null)
            {
                // Quick create: one route for everything, deployed by itself.
                api.Routes.Add(HttpRoute.Parse(resource["RouteKey"]?.Text ?? HttpRoute.Default, resource.Id, resource.Location));
            }
        }
    }

    /// <summary>Routes and stages, of SAM's APIs too, once all APIs are known.</summary>
    public static void ReadAttachments(EvaluatedTemplate template, GatewayModel model)
    {
        // A key that is no method with a path is one of a WebSocket API, also where that is declared elsewhere.
        var routes = template.OfType(Prefix + "Route").ToLookup(route => Evaluator.Sketch(route["ApiId"]));
        var ofWebSockets = routes.Where(api => api.Any(route => route["RouteKey"]?.Text is { } key and not HttpRoute.Default && !key.Contains(' '))).Select(api => api.Key).ToHashSet();
        foreach (var resource in routes.Where(api => !ofWebSockets.Contains(api.Key)).SelectMany(api => api))
        {
            Owner(resource, template, model)?.Routes.Add(
                HttpRoute.Parse(resource["RouteKey"]?.Text ?? HttpRoute.Default, resource.Id, resource.Location) with { Authorizer = Guard.Of(resource, template) });
        }

        foreach (var resource in template.OfType(Prefix + "Stage").Where(stage => !ofWebSockets.Contains(Evaluator.Sketch(stage["ApiId"]))))
        {
            Owner(resource, template, model)?.Stages.Add(new HttpStage(
                Setting.From(resource["StageName"]) ?? new Setting(resource.Location, null), resource.Id, resource.Location,
                resource["AutoDeploy"] is { IsTrue: true } or { Text: null }));
        }
    }

    /// <summary>The API that ApiId names, or null for a WebSocket API; one that is not in the template is kept under what names it.</summary>
    private static HttpApi? Owner(Resource resource, EvaluatedTemplate template, GatewayModel model)
    {
        var reference = resource["ApiId"];
        if (template.Find(reference) is { Type: Prefix + "Api" } declared && declared["ProtocolType"].Says("WEBSOCKET"))
        {
            return null;
        }

        var id = reference is ReferenceNode { Resource: var name } ? name : Evaluator.Sketch(reference);
        var api = model.HttpApis.Find(known => known.Id == id);
        if (api is null)
        {
            model.HttpApis.Add(api = new HttpApi(id, reference?.Location ?? resource.Location) { IsWhole = false });
        }

        return api;
    }
}
