using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>
/// OpenAPI 2 and 3 with the extensions of API Gateway
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html).
/// </summary>
internal sealed class OpenApiReader(Node root, string resource)
{
    private const string AnyMethod = "x-amazon-apigateway-any-method";

    public static bool IsOpenApi(Node root) => root["openapi"] is not null || root["swagger"] is not null;

    /// <summary>A document of its own: it does not say which kind of API it is for, but what it uses does.</summary>
    public static GatewayModel Read(Document document)
    {
        var root = document.Root;
        var model = new GatewayModel();
        var name = Path.GetFileNameWithoutExtension(document.File);
        var reader = new OpenApiReader(root, name);
        if (!reader.IsForApiGateway())
        {
            model.WhyEmpty = "Nothing in this OpenAPI document is of API Gateway (x-amazon-apigateway-…), so it does not say how preflights are answered; check the template that deploys it.";
            return model;
        }

        reader.RemarkStrayMethods(model);
        var isRest = root["x-amazon-apigateway-gateway-responses"] is not null || root["x-amazon-apigateway-binary-media-types"] is not null
            || root["x-amazon-apigateway-policy"] is not null || root["swagger"] is not null
            || reader.Operations().Any(operation => operation.Integration?["type"].IsMock() == true || operation.Integration?["responses"] is not null);
        var isHttp = root["x-amazon-apigateway-cors"] is not null
            || reader.Operations().Any(operation => operation.Path == HttpRoute.Default || operation.Integration?["payloadFormatVersion"] is { Text: "2.0" });
        if (isHttp)
        {
            var api = new HttpApi(name, root.Location);
            reader.ReadInto(api);
            model.HttpApis.Add(api);
        }

        if (isRest || !isHttp)
        {
            var api = new RestApi(name, root.Location);
            reader.ReadInto(api);
            api.ReadKeySource();
            model.RestApis.Add(api);
        }

        if (!isHttp && !isRest)
        {
            model.Remark(name, root.Location, "Nothing here says whether this is for a REST API or an HTTP API; it was read as a REST API's.");
        }

        Refusals.AddUnknownKeys(model);
        return model;
    }

    /// <summary>Whether any extension of API Gateway stands in it; else it is documentation, and says nothing of a gateway.</summary>
    private bool IsForApiGateway() =>
        IsExtended(root) || IsExtended(root["components"]) || (root["components"]?["securitySchemes"] ?? root["securityDefinitions"])?.Entries.Any(scheme => IsExtended(scheme.Value)) == true
        || (root["paths"]?.Entries ?? []).Any(path => IsExtended(path.Value) || path.Value.Entries.Any(operation => IsExtended(operation.Value)));

    private static bool IsExtended(Node? node) =>
        node?.Entries.Any(entry => entry.Key.StartsWith("x-amazon-apigateway-", StringComparison.OrdinalIgnoreCase)) == true;

    /// <summary>OpenAPI has no method for any method; SAM's events have one of that name.</summary>
    public void RemarkStrayMethods(GatewayModel model)
    {
        foreach (var path in root["paths"]?.Entries ?? [])
        {
            foreach (var method in path.Value.Entries.Where(method => method.Key.Equals(RestMethod.Any, StringComparison.OrdinalIgnoreCase)))
            {
                model.Remark(resource, method.Location, $"OpenAPI has no method {method.Key}, and it was not evaluated; for all methods of {path.Key}, write {AnyMethod}.");
            }
        }
    }

    public void ReadInto(RestApi api)
    {
        foreach (var (path, verb, location, operation, integration) in Operations())
        {
            api.At(path, location, resource).Methods.Add(ReadMethod(path, verb, location, operation, integration));
        }

        foreach (var response in root["x-amazon-apigateway-gateway-responses"]?.Entries ?? [])
        {
            var headers = MappedHeaders.Read(resource, response.Location, $"the gateway response {response.Key}", response.Value["responseParameters"], "gatewayresponse.header.");
            api.GatewayResponses.Add(new GatewayResponse(response.Key, resource, response.Location, headers) { StatusCode = Setting.From(response.Value["statusCode"]) });
        }

        api.TakesKeysFromAuthorizer |= root["x-amazon-apigateway-api-key-source"].Says("AUTHORIZER");
        api.BinaryMediaTypes ??= ListSetting.From(root["x-amazon-apigateway-binary-media-types"]);
    }

    public void ReadInto(HttpApi api)
    {
        api.Cors ??= CorsConfiguration.From(root["x-amazon-apigateway-cors"], camelCase: true);
        foreach (var (path, verb, location, operation, _) in Operations())
        {
            api.Routes.Add(new HttpRoute(verb, path, resource, location) { Authorizer = FindAuthorizer(operation), WantsNobody = WantsNobody(operation), TakesJson = TakesJson(operation) });
        }
    }

    private IEnumerable<(string Path, string Verb, Location Location, Node Operation, Node? Integration)> Operations()
    {
        foreach (var path in root["paths"]?.Entries ?? [])
        {
            foreach (var method in path.Value.Entries)
            {
                var verb = method.Key == AnyMethod ? RestMethod.Any : method.Key.ToUpperInvariant();
                if (method.Key == AnyMethod || verb is "GET" or "PUT" or "POST" or "DELETE" or "OPTIONS" or "HEAD" or "PATCH")
                {
                    yield return (path.Key, verb, method.Location, method.Value, method.Value["x-amazon-apigateway-integration"]);
                }
            }
        }
    }

    private RestMethod ReadMethod(string path, string verb, Location location, Node operation, Node? integration)
    {
        var kind = IntegrationReader.KindOf(integration?["type"]);
        var method = new RestMethod(verb, resource, location)
        {
            Authorizer = FindAuthorizer(operation),
            ApiKey = FindApiKey(operation),
            WantsNobody = WantsNobody(operation),
            Integration = kind,
            MockFault = kind == IntegrationKind.Mock ? IntegrationReader.MockFault(integration?["requestTemplates"]) : null,
            Declared = DeclaredHeaders(operation),
            TakesJson = TakesJson(operation),
            ContentHandling = integration?["contentHandling"]?.Text,
            CachesByOrigin = IntegrationReader.NamesOrigin(integration?["cacheKeyParameters"]),
        };
        return method with
        {
            Responses = [.. (integration?["responses"]?.Entries ?? []).Select(response => IntegrationReader.Response(method, path, response.Location,
                response.Value["statusCode"]?.Text, response.Key == "default", response.Value["responseParameters"], response.Value["responseTemplates"]))],
        };
    }

    private bool TakesJson(Node operation) =>
        operation["requestBody"]?["content"]?.Entries.Any(content => content.Key.Contains("json", StringComparison.OrdinalIgnoreCase)) == true
        || ((operation["consumes"] ?? root["consumes"])?.Items.Any(type => type.Text?.Contains("json", StringComparison.OrdinalIgnoreCase) == true) == true
            && operation["parameters"]?.Items.Any(parameter => parameter["in"].Says("body")) == true);

    /// <summary>By status; null where a reference leads elsewhere.</summary>
    private static Dictionary<string, IReadOnlyCollection<string>>? DeclaredHeaders(Node operation)
    {
        var responses = operation["responses"];
        return responses is not MappingNode || responses.Entries.Any(response => response.Value["$ref"] is not null || response.Key == "default") ? null
            : responses.Entries.ToDictionary(response => response.Key, IReadOnlyCollection<string> (response) => [.. (response.Value["headers"]?.Entries ?? []).Select(header => header.Key)]);
    }

    /// <summary>An operation's security replaces that of the document; an empty list, or an empty choice in it, asks for nothing.</summary>
    private IEnumerable<(string Name, Location Location, Node? Scheme)> Requirements(Node operation)
    {
        var security = operation["security"] ?? root["security"];
        if (security is null || security.Items.Any(requirement => requirement.Entries.All(entry => IsNobody(entry.Key))))
        {
            yield break;
        }

        foreach (var entry in security.Items.SelectMany(requirement => requirement.Entries))
        {
            yield return (entry.Key, entry.Location, Scheme(entry.Key));
        }
    }

    private bool WantsNobody(Node operation) => operation["security"]?.Items.Any(requirement => requirement.Entries.Any(entry => IsNobody(entry.Key))) == true;

    private Node? Scheme(string name) => (root["components"]?["securitySchemes"] ?? root["securityDefinitions"])?[name];

    /// <summary>SAM writes <c>NONE: []</c> for an event that wants no authorizer, a scheme that nobody defines.</summary>
    private bool IsNobody(string scheme) => scheme == "NONE" && Scheme(scheme) is null;

    /// <summary>The header that the scheme names, or those that its authorizer reads.</summary>
    private static string HeadersOf(Node? scheme) =>
        scheme?["x-amazon-apigateway-authorizer"]?["identitySource"] is { } source ? IdentitySource.Headers(source)
        : scheme?["in"].Says("header") == true ? scheme["name"]?.Text?.ToLowerInvariant() ?? ""
        : scheme?["type"]?.Text is "oauth2" or "openIdConnect" or "http" ? IdentitySource.Authorization
        : "";

    private Guard? FindAuthorizer(Node operation)
    {
        if (operation["x-amazon-apigateway-auth"]?["type"] is { Text: { } type } auth)
        {
            return type.Equals("NONE", StringComparison.OrdinalIgnoreCase) ? null : type.Equals("AWS_IAM", StringComparison.OrdinalIgnoreCase) ? Guard.Signature(auth.Location) : new Guard(type, auth.Location);
        }

        foreach (var (name, location, scheme) in Requirements(operation))
        {
            // A scheme without the extension is documentation: nothing stands behind it.
            if (scheme?["x-amazon-apigateway-authtype"]?.Text is { } authType && authType.Equals("awsSigv4", StringComparison.OrdinalIgnoreCase))
            {
                return Guard.Signature(location);
            }

            if (scheme is null || scheme["x-amazon-apigateway-authorizer"] is not null || scheme["x-amazon-apigateway-authtype"] is not null)
            {
                return new Guard($"the authorizer {name}", location) { Headers = HeadersOf(scheme), ReadsQueryOnly = IdentitySource.IsQuery(scheme?["x-amazon-apigateway-authorizer"]?["identitySource"]) };
            }
        }

        return null;
    }

    private Guard? FindApiKey(Node operation)
    {
        foreach (var (_, location, scheme) in Requirements(operation))
        {
            if (scheme?["type"]?.Text == "apiKey" && scheme["name"].Says("x-api-key") && scheme["x-amazon-apigateway-authorizer"] is null)
            {
                return Guard.ApiKey(location);
            }
        }

        return null;
    }
}
