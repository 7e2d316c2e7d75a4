using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>AWS::ApiGateway::*: REST APIs in CloudFormation's own words, as <c>cdk synth</c> writes them too.</summary>
internal static class RestApiReader
{
    private const string Prefix = "AWS::ApiGateway::";

    public static void Read(EvaluatedTemplate template, GatewayModel model, IncludedFiles files)
    {
        foreach (var resource in template.OfType(Prefix + "RestApi"))
        {
            var api = new RestApi(resource.Id, resource.Location) { BinaryMediaTypes = ListSetting.From(resource["BinaryMediaTypes"]), TakesKeysFromAuthorizer = resource["ApiKeySourceType"].Says("AUTHORIZER") };
            model.RestApis.Add(api);
            if ((resource["Body"] ?? Resource.Asset(resource.Declaration, "BodyS3Location")) is { } body)
            {
                api.IsWhole = Definition.Read(body, resource.Id, template, files, model, definition => definition.ReadInto(api));
            }
        }
    }

    /// <summary>Methods, once the APIs of all templates are known.</summary>
    public static void ReadMethods(EvaluatedTemplate template, GatewayModel model)
    {
        var placed = template.OfType(Prefix + "Method").ToLookup(resource => resource["ResourceId"] is not SequenceNode);
        foreach (var resource in placed[true])
        {
            var api = Owner(resource, template, model);
            if (resource["HttpMethod"]?.Text is null)
            {
                model.Remark(resource.Id, resource.Location, "Its HttpMethod is known to the deployment only, and so is what answers OPTIONS on its path.");
                continue;
            }

            var path = api.At(PathOf(resource["ResourceId"], template), resource.Location, resource.Id);
            path.Methods.Add(ReadMethod(resource, path.Path, template));
        }

        foreach (var resource in placed[false])
        {
            AddSomewhere(resource, Owner(resource, template, model), template, model);
        }
    }

    /// <summary>
    /// A method of which a plan of Terraform's does not say on which of several paths it is. What takes OPTIONS may do so on each of them, so
    /// that nothing is said to be missing there.
    /// </summary>
    private static void AddSomewhere(Resource resource, RestApi api, EvaluatedTemplate template, GatewayModel model)
    {
        var candidates = resource["ResourceId"]!.Items.Select(reference => PathOf(reference, template)).ToHashSet();
        api.IsWhole = false;
        model.Remark(resource.Id, resource.Location, "Its path is known after apply only, and what is on this path was not evaluated.");
        foreach (var path in api.Resources.Where(path => (candidates.Count == 0 || candidates.Contains(path.Path)) && api.PreflightOf(path) is null))
        {
            var method = ReadMethod(resource, path.Path, template);
            if (method.Verb is "OPTIONS" or RestMethod.Any)
            {
                path.Methods.Add(method);
            }
        }
    }

    /// <summary>What hangs on an API of either kind, SAM's too, once all APIs are known.</summary>
    public static void ReadAttachments(EvaluatedTemplate template, GatewayModel model)
    {
        foreach (var resource in template.OfType(Prefix + "GatewayResponse"))
        {
            var type = resource["ResponseType"]?.Text ?? "of an unknown type";
            var headers = MappedHeaders.Read(resource.Id, resource.Location, $"the gateway response {type}", resource["ResponseParameters"], "gatewayresponse.header.");

            // A plan of Terraform's does not always say of which API it is, and what may be there is not missing.
            var owners = resource["RestApiId"] is SequenceNode candidates ? model.RestApis.FindAll(api => candidates.Items.Count == 0 || candidates.Items.Any(item => item is ReferenceNode { Resource: var id } && id == api.Id)) : [];
            foreach (var api in owners.Count > 0 ? owners : [Owner(resource, template, model)])
            {
                api.GatewayResponses.Add(new GatewayResponse(type, resource.Id, resource.Location, headers)
                {
                    StatusCode = Setting.From(resource["StatusCode"]),
                    IsBesideSam = api.IsSam,
                });
            }
        }

        foreach (var resource in template.OfType(Prefix + "Deployment"))
        {
            var api = Owner(resource, template, model);
            var awaited = resource.DependsOn.ToHashSet(StringComparer.Ordinal);
            api.Deployments.Add(new RestDeployment(resource.Id, resource.Location,
                [.. template.Resources.Where(other => IsPartOf(other, api, template, model)).SelectMany(PartsOf).Where(id => !awaited.Contains(id))])
            {
                IsRenewed = template.Template.IsTerraform ? resource["Triggers"] is not null : null,
            });
        }

        foreach (var resource in template.OfType(Prefix + "Stage"))
        {
            if (CachingStage.Read(resource.Id, resource.Location, resource) is { } stage)
            {
                Owner(resource, template, model).CachingStages.Add(stage);
            }
        }
    }

    private static bool IsPartOf(Resource resource, RestApi api, EvaluatedTemplate template, GatewayModel model) =>
        resource.Type is Prefix + "Method" or Prefix + "GatewayResponse" && Owner(resource, template, model) == api;

    /// <summary>What it is made of: a method is several resources in Terraform.</summary>
    private static IEnumerable<string> PartsOf(Resource resource) => resource["Parts"]?.Items.Select(part => part.Text!) ?? [resource.Id];

    /// <summary>The API that RestApiId names; one that is not in the template is kept under what names it.</summary>
    private static RestApi Owner(Resource resource, EvaluatedTemplate template, GatewayModel model)
    {
        var reference = resource["RestApiId"];
        var id = reference is ReferenceNode { Resource: var name } ? name : Evaluator.Sketch(reference);
        var api = model.RestApis.Find(known => known.Id == id);
        if (api is null)
        {
            var location = template.Find(reference)?.Location ?? reference?.Location ?? resource.Location;
            model.RestApis.Add(api = new RestApi(id, location) { IsWhole = false });
        }

        return api;
    }

    /// <summary>The path, put together from the resource and its parents; a circle or a foreign parent ends it.</summary>
    private static string PathOf(Node? reference, EvaluatedTemplate template)
    {
        var path = "";
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (template.Find(reference) is { Type: Prefix + "Resource" } resource && seen.Add(resource.Id))
        {
            path = $"/{Evaluator.Sketch(resource["PathPart"])}{path}";
            reference = resource["ParentId"];
        }

        return reference is ReferenceNode { Attribute: "RootResourceId" } ? (path.Length == 0 ? "/" : path) : $"{Evaluator.Sketch(reference)}{path}";
    }

    private static RestMethod ReadMethod(Resource resource, string path, EvaluatedTemplate template)
    {
        var integration = resource["Integration"];
        var verb = (resource["HttpMethod"]?.Text ?? "").ToUpperInvariant();
        var kind = IntegrationReader.KindOf(integration?["Type"]);
        var method = new RestMethod(verb, resource.Id, resource.Location)
        {
            Authorizer = Guard.Of(resource, template),
            ApiKey = resource["ApiKeyRequired"] is { IsTrue: true } key ? Guard.ApiKey(key.Location) : null,
            Integration = kind,
            MockFault = kind == IntegrationKind.Mock ? IntegrationReader.MockFault(integration?["RequestTemplates"]) : null,
            Declared = DeclaredHeaders(resource["MethodResponses"]),
            TakesJson = resource["RequestModels"]?.Entries.Any(model => model.Key.Contains("json", StringComparison.OrdinalIgnoreCase)) == true,
            ContentHandling = integration?["ContentHandling"]?.Text,
            CachesByOrigin = IntegrationReader.NamesOrigin(integration?["CacheKeyParameters"]),
        };
        return method with
        {
            Responses = [.. (integration?["IntegrationResponses"]?.Items ?? []).Select(response => IntegrationReader.Response(method, path, response.Location,
                response["StatusCode"]?.Text, response["SelectionPattern"] is null or { Text: "" }, response["ResponseParameters"], response["ResponseTemplates"]))],
        };
    }

    /// <summary>By status; null where a function gives the list.</summary>
    private static Dictionary<string, IReadOnlyCollection<string>>? DeclaredHeaders(Node? responses)
    {
        if (responses is not (null or SequenceNode) || responses?.Items.Any(response => response["StatusCode"]?.Text is null) == true)
        {
            return null;
        }

        const string prefix = "method.response.header.";
        return (responses?.Items ?? []).GroupBy(response => response["StatusCode"]!.Text!).ToDictionary(
            status => status.Key,
            IReadOnlyCollection<string> (status) => [.. status.SelectMany(response => response["ResponseParameters"]?.Entries ?? [])
                .Where(parameter => parameter.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).Select(parameter => parameter.Key[prefix.Length..])]);
    }
}
