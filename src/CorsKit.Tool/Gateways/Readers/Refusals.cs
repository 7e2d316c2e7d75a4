using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>What SAM or CloudFormation refuses: sentences about it.</summary>
internal static class Refusals
{
    private const int RequiredPolicyKeys = 5;

    private static readonly string[] PolicyKeys =
    [
        "AccessControlAllowOrigins", "AccessControlAllowMethods", "AccessControlAllowHeaders", "AccessControlAllowCredentials", "OriginOverride",
        "AccessControlExposeHeaders", "AccessControlMaxAgeSec",
    ];

    private const string Cors = "Cors";
    private const string CorsConfiguration = "CorsConfiguration";

    public static string UnknownKey(string key, string owner, IEnumerable<string> keys)
    {
        var known = keys.ToList();
        var near = DidYouMean.Ask(known, key);
        return $"{key} is no key of {owner}{(near.Length == 0 ? $"; the keys are {string.Join(", ", known)}." : $".{near}")}";
    }

    public static string UnknownGatewayResponse(string type) => $"{type} is no type of gateway response.{DidYouMean.Ask(GatewayResponse.Types, type)}";

    public static string CorsBesideDefinitionUri(string property) =>
        $"SAM refuses {property} beside DefinitionUri, since it cannot change a definition that lies elsewhere: put the definition into DefinitionBody (with AWS::Include it may stay in its file).";

    /// <summary>The keys of CORS configurations that are none.</summary>
    public static void AddUnknownKeys(GatewayModel model)
    {
        foreach (var (id, cors, owner) in model.HttpApis.Select(api => (api.Id, api.Cors, "the CORS configuration of an HTTP API"))
            .Concat(model.FunctionUrls.Select(url => (url.Id, url.Cors, "the Cors of a Function URL"))))
        {
            model.Refused.AddRange((cors?.OtherKeys ?? []).Select(entry => ((string?)id, entry.Location, UnknownKey(entry.Key, owner, cors!.OwnKeys))));
        }
    }

    /// <summary>What CloudFormation refuses of a response headers policy: its CORS has keys of its own, of which five are required.</summary>
    public static void AddResponseHeadersPolicies(EvaluatedTemplate template, GatewayModel model)
    {
        foreach (var policy in template.OfType("AWS::CloudFront::ResponseHeadersPolicy"))
        {
            if (policy["ResponseHeadersPolicyConfig"]?["CorsConfig"] is not MappingNode cors)
            {
                continue;
            }

            var unknown = cors.Entries.Where(entry => !PolicyKeys.Contains(entry.Key)).ToList();
            model.Refused.AddRange(unknown.Select(entry => ((string?)policy.Id, entry.Location, UnknownKey(entry.Key, "the CorsConfig of a response headers policy", PolicyKeys))));
            var missing = PolicyKeys[..RequiredPolicyKeys].Where(key => cors[key] is null).ToList();
            if (missing.Count > 0 && unknown.Count == 0)
            {
                model.Refused.Add((policy.Id, cors.Location, $"CorsConfig lacks {string.Join(", ", missing)}, without which CloudFormation refuses it."));
            }

            model.Refused.AddRange(cors.Entries.Where(entry => PolicyKeys.Contains(entry.Key) && entry.Value is SequenceNode)
                .Select(entry => ((string?)policy.Id, entry.Location, $"{entry.Key} holds its list under Items: write {entry.Key}: {{ Items: […] }}.")));
        }
    }

    /// <summary>CORS under the name that it has elsewhere, or beside Properties; nothing else is said for its lack.</summary>
    public static void AddMisplacedCors(EvaluatedTemplate template, GatewayModel model)
    {
        foreach (var resource in template.Resources)
        {
            var (own, properties) = resource.Type switch
            {
                "AWS::Serverless::Api" => (Cors, SamReader.WithGlobals(template, "Api", resource.Properties)),
                "AWS::Serverless::HttpApi" => (CorsConfiguration, SamReader.WithGlobals(template, "HttpApi", resource.Properties)),
                "AWS::Serverless::Function" when SamReader.WithGlobals(template, "Function", resource.Properties)["FunctionUrlConfig"] is { } url => (Cors, url),
                "AWS::ApiGatewayV2::Api" => (CorsConfiguration, resource.Properties),
                "AWS::Lambda::Url" => (Cors, resource.Properties),
                _ => ("", resource.Properties),
            };
            if (own.Length == 0)
            {
                continue;
            }

            var other = own == Cors ? CorsConfiguration : Cors;
            foreach (var (node, text) in new[] { (properties[other], $"{other} is no property of {(resource.Type == "AWS::Serverless::Function" ? "FunctionUrlConfig" : resource.Type)}: there it is called {own}, and has other keys and values."), Beside(Cors), Beside(CorsConfiguration) })
            {
                if (node is not null)
                {
                    model.Refused.Add((resource.Id, node.Location, text));
                    TakeForMeant(node, resource.Id, model);
                }
            }

            (Node? Node, string Text) Beside(string name) => (resource.Declaration[name], $"{name} stands beside Properties, where CloudFormation refuses it: it belongs into Properties, two columns further to the right.");
        }
    }

    private static void TakeForMeant(Node node, string id, GatewayModel model)
    {
        foreach (var resource in model.RestApis.Where(api => api.Id == id).SelectMany(api => api.Resources).Where(resource => resource.Preflight is null))
        {
            resource.Methods.Add(new RestMethod(RestMethod.Options, id, node.Location));
        }

        if (model.HttpApis.Find(api => api.Id == id) is { Cors: null } http && node is MappingNode)
        {
            http.Cors = Gateways.CorsConfiguration.From(node);
        }
    }

    /// <summary>Events that stand beside Properties are none.</summary>
    public static void AddStrayEvents(EvaluatedTemplate template, GatewayModel model)
    {
        if (template.Globals?["Function"]?["Events"] is { } common)
        {
            model.Refused.Add((null, common.Location, "SAM refuses Events in Globals: each function has its own."));
        }

        foreach (var function in template.Resources.Where(resource => resource.Type is "AWS::Serverless::Function" or "AWS::Serverless::StateMachine"))
        {
            if (function.Declaration["FunctionUrlConfig"] is { } url)
            {
                model.Refused.Add((function.Id, url.Location, "FunctionUrlConfig stands beside Properties, where CloudFormation refuses it: it belongs into Properties, two columns further to the right."));
            }

            if (function.Declaration["Events"] is { } events)
            {
                model.Refused.Add((function.Id, events.Location, "Events stands beside Properties, where CloudFormation refuses it: it belongs into Properties, two columns further to the right."));
            }
        }
    }
}
