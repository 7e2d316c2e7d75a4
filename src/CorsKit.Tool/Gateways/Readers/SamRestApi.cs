using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>AWS::Serverless::Api, and the API that Api events imply.</summary>
internal sealed class SamRestApi(EvaluatedTemplate template, IncludedFiles files)
{
    /// <summary>The keys of Cors and the headers that they are for.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["AllowOrigin"] = MappedHeaders.AllowOriginName,
        ["AllowMethods"] = "Access-Control-Allow-Methods",
        ["AllowHeaders"] = "Access-Control-Allow-Headers",
        ["AllowCredentials"] = "Access-Control-Allow-Credentials",
        ["MaxAge"] = "Access-Control-Max-Age",
    };

    public RestApi Read(string id, Location location, Node properties, IEnumerable<SamEvent> events, GatewayModel model)
    {
        var api = new RestApi(id, location) { IsSam = true, BinaryMediaTypes = ReadBinaryMediaTypes(properties["BinaryMediaTypes"]), TakesKeysFromAuthorizer = properties["ApiKeySourceType"].Says("AUTHORIZER") };
        if ((properties["DefinitionBody"] ?? properties["DefinitionUri"]) is { } body)
        {
            api.IsWhole = Definition.Read(body, id, template, files, model, definition => definition.ReadInto(api));
        }

        // MergeDefinitions adds the events to what is written out.
        if ((properties["DefinitionBody"] ?? properties["DefinitionUri"]) is null || properties["MergeDefinitions"] is { IsTrue: true })
        {
            foreach (var e in events)
            {
                api.At(e.Path ?? "/", e.Location, e.Function).Methods.Add(ReadMethod(e, properties["Auth"]?["Authorizers"]));
            }
        }

        ReadGatewayResponses(properties["GatewayResponses"], api, model);
        AddPreflights(properties["Cors"], api, model);
        if (properties["Cors"] is { } beside && properties["DefinitionUri"] is not null && properties["DefinitionBody"] is null)
        {
            model.Refused.Add((id, beside.Location, Refusals.CorsBesideDefinitionUri("Cors")));
        }

        PutGuards(properties["Auth"], api, events);
        if (CachingStage.Read(id, properties["CacheClusterEnabled"]?.Location ?? location, new Resource(id, "", location, properties) { Properties = properties }) is { } stage)
        {
            api.CachingStages.Add(stage);
        }

        return api;
    }

    /// <summary>SAM integrates functions by proxy, and nothing else.</summary>
    private static RestMethod ReadMethod(SamEvent e, Node? authorizers) => new(e.Verb, e.Function, e.Location)
    {
        Integration = IntegrationKind.Proxy,
        ApiKey = e.Properties["Auth"]?["ApiKeyRequired"] is { IsTrue: true } key ? Guard.ApiKey(key.Location) : null,
        Authorizer = e.Authorizer(authorizers, out _),
        TakesJson = e.Properties["RequestModel"] is not null,
        CachesByOrigin = (e.Properties["RequestParameters"]?.Items ?? []).SelectMany(item => item.Entries)
            .Any(entry => entry.Key.Equals("method.request.header.Origin", StringComparison.OrdinalIgnoreCase) && entry.Value["Caching"] is { IsTrue: true }),
    };

    /// <summary>SAM writes <c>~1</c> for the slash: <c>image~1png</c>.</summary>
    private static ListSetting? ReadBinaryMediaTypes(Node? types) =>
        ListSetting.From(types) is { } list
            ? list with { Items = [.. list.Items.Select(item => item with { Text = item.Text?.Replace("~1", "/", StringComparison.Ordinal) })] }
            : null;

    private static void ReadGatewayResponses(Node? responses, RestApi api, GatewayModel model)
    {
        foreach (var response in responses?.Entries ?? [])
        {
            if (!GatewayResponse.Types.Contains(response.Key))
            {
                model.Refused.Add((api.Id, response.Location, Refusals.UnknownGatewayResponse(response.Key)));
                continue;
            }

            var headers = MappedHeaders.Read(api.Id, response.Location, $"the gateway response {response.Key}", response.Value["ResponseParameters"]?["Headers"], "");
            api.GatewayResponses.Add(new GatewayResponse(response.Key, api.Id, response.Location, headers) { StatusCode = Setting.From(response.Value["StatusCode"]) });
        }
    }

    /// <summary>
    /// Cors puts a MOCK OPTIONS on every path that has none
    /// (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-corsconfiguration.html).
    /// </summary>
    private static void AddPreflights(Node? cors, RestApi api, GatewayModel model)
    {
        if (cors is null)
        {
            return;
        }

        var isFlag = cors.IsTrue || cors.IsFalse;
        if (isFlag)
        {
            model.Refused.Add((api.Id, cors.Location, $"Cors is {cors.Text}, and SAM takes an origin in single quotes (\"'*'\") or a mapping."));
        }

        var headers = cors is MappingNode ? new List<MappedHeader>() : [new MappedHeader(MappedHeaders.AllowOriginName, cors.Location, isFlag ? "'*'" : cors.Text)];
        foreach (var entry in cors.Entries)
        {
            // What is meant is read on, so that nothing else is said of it.
            var known = entry.Key;
            if (!Names.ContainsKey(entry.Key))
            {
                model.Refused.Add((api.Id, entry.Location, Refusals.UnknownKey(entry.Key, "the Cors of a REST API", Names.Keys)));
                known = DidYouMean.Near(Names.Keys, entry.Key) is [var near, ..] && cors[near] is null ? near : null;
            }

            switch (known)
            {
                // SAM looks for true, and leaves the header out for anything else that is known.
                case "AllowCredentials" when entry.Value.IsFalse:
                    break;
                case "AllowCredentials":
                    headers.Add(new MappedHeader(Names[known], entry.Value.Location, entry.Value.IsTrue ? "'true'" : entry.Value.Text));
                    break;
                case { } key when entry.Value is SequenceNode list:
                    var meant = $"'{string.Join(',', list.Items.Select(item => Evaluator.Sketch(item)))}'";
                    model.Refused.Add((api.Id, entry.Location, $"{key} of the Cors of a REST API is one text in single quotes, and no list: write \"{meant}\"."));
                    headers.Add(new MappedHeader(Names[key], entry.Value.Location, meant));
                    break;
                case { } key:
                    headers.Add(new MappedHeader(Names[key], entry.Value.Location, entry.Value.Text));
                    break;
            }
        }

        // SAM's default: https://github.com/aws/serverless-application-model/blob/develop/samtranslator/model/api/api_generator.py
        if (cors is MappingNode && !headers.Exists(header => header.Name == MappedHeaders.AllowOriginName))
        {
            headers.Add(new MappedHeader(MappedHeaders.AllowOriginName, cors.Location, "'*'"));
        }

        api.SamCors = new MappedHeaders(api.Id, cors.Location, $"the Cors of {api.Id}", headers);
        foreach (var resource in api.Resources.Where(resource => !resource.Methods.Exists(method => method.Verb == RestMethod.Options)))
        {
            resource.Methods.Add(new RestMethod(RestMethod.Options, api.Id, cors.Location)
            {
                Integration = IntegrationKind.Mock,
                Responses = [new IntegrationResponse("200", true, api.SamCors, null)],
            });
        }
    }

    /// <summary>The API's own authorizer and key stand before every method without one, OPTIONS included unless two switches say no.</summary>
    private static void PutGuards(Node? auth, RestApi api, IEnumerable<SamEvent> events)
    {
        var open = events.Where(e => e.Authorizer(null, out var isOpen) is null && isOpen).Select(e => e.Location).ToHashSet();
        var keyless = events.Where(e => e.Properties["Auth"]?["ApiKeyRequired"] is { IsFalse: true }).Select(e => e.Location).ToHashSet();
        var authorizer = Guard.Named(auth?["DefaultAuthorizer"], auth?["Authorizers"]) is { } guard ? guard with { DefaultOf = api.Id } : null;
        var key = auth?["ApiKeyRequired"] is { IsTrue: true } required ? Guard.ApiKey(required.Location) with { DefaultOf = api.Id } : null;
        foreach (var resource in api.Resources)
        {
            for (var i = 0; i < resource.Methods.Count; i++)
            {
                var method = resource.Methods[i];
                resource.Methods[i] = method with
                {
                    Authorizer = method.Authorizer ?? (method.WantsNobody || open.Contains(method.Location) ? null : Before(method, authorizer, auth, "AddDefaultAuthorizerToCorsPreflight")),
                    ApiKey = method.ApiKey ?? (keyless.Contains(method.Location) ? null : Before(method, key, auth, "AddApiKeyRequiredToCorsPreflight")),
                };
            }
        }
    }

    private static Guard? Before(RestMethod method, Guard? guard, Node? auth, string preflightSwitch) =>
        method.Verb != "OPTIONS" ? guard
        : auth?[preflightSwitch] is { IsFalse: true } ? null
        : guard is null ? null : guard with { SamDefault = preflightSwitch };
}
