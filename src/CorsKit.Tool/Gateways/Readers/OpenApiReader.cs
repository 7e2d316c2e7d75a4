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
        var isRest = root["x-amazon-apigateway-gateway-responses"] is not null || root["x-amazon-apigateway-binary-media-types"] is not null
            || root["x-amazon-apigateway-policy"] is not null || reader.Operations().Any(operation => operation.Integration?["type"].IsMock() == true);
        var isHttp = root["x-amazon-apigateway-cors"] is not null
            || reader.Operations().Any(operation => operation.Path == HttpRoute.Default || operation.Integration?["payloadFormatVersion"] is not null);
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
            model.RestApis.Add(api);
        }

        if (!isHttp && !isRest)
        {
            model.Remark(name, root.Location, "Nothing here says whether this is for a REST API or an HTTP API; it was read as a REST API's.");
        }

        return model;
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

        api.BinaryMediaTypes ??= ListSetting.From(root["x-amazon-apigateway-binary-media-types"]);
    }

    public void ReadInto(HttpApi api)
    {
        api.Cors ??= CorsConfiguration.From(root["x-amazon-apigateway-cors"], camelCase: true);
        foreach (var (path, verb, location, operation, _) in Operations())
        {
            api.Routes.Add(new HttpRoute(verb, path, resource, location) { Authorizer = FindAuthorizer(operation) });
        }
    }

    private IEnumerable<(string Path, string Verb, Location Location, Node Operation, Node? Integration)> Operations()
    {
        foreach (var path in root["paths"]?.Entries ?? [])
        {
            foreach (var method in path.Value.Entries)
            {
                var verb = method.Key == AnyMethod ? RestMethod.Any : method.Key.ToUpperInvariant();
                if (verb is RestMethod.Any or "GET" or "PUT" or "POST" or "DELETE" or "OPTIONS" or "HEAD" or "PATCH")
                {
                    yield return (path.Key, verb, method.Location, method.Value, method.Value["x-amazon-apigateway-integration"]);
                }
            }
        }
    }

    private RestMethod ReadMethod(string path, string verb, Location location, Node operation, Node? integration)
    {
        var responses = integration?["responses"]?.Entries ?? [];
        return new RestMethod(verb, resource, location)
        {
            Authorizer = FindAuthorizer(operation),
            ApiKey = FindApiKey(operation),
            IsMock = integration?["type"].IsMock() == true,
            MockHeaders = responses.Count == 0 ? null : MappedHeaders.Read(
                resource, responses[0].Location, $"the MOCK OPTIONS of {path}", responses[0].Value["responseParameters"], "method.response.header."),
            HasMappingTemplate = responses.Any(response => MockAnswer.WritesHeaders(response.Value["responseTemplates"])),
            ContentHandling = integration?["contentHandling"]?.Text,
            CachesByOrigin = MockAnswer.NamesOrigin(integration?["cacheKeyParameters"]),
        };
    }

    /// <summary>An operation's security replaces that of the document; an empty list, or an empty choice in it, asks for nothing.</summary>
    private IEnumerable<(string Name, Location Location, Node? Scheme)> Requirements(Node operation)
    {
        var security = operation["security"] ?? root["security"];
        if (security is null || security.Items.Any(requirement => requirement.Entries.Count == 0))
        {
            yield break;
        }

        foreach (var entry in security.Items.SelectMany(requirement => requirement.Entries))
        {
            yield return (entry.Key, entry.Location, (root["components"]?["securitySchemes"] ?? root["securityDefinitions"])?[entry.Key]);
        }
    }

    private Guard? FindAuthorizer(Node operation)
    {
        if (operation["x-amazon-apigateway-auth"]?["type"] is { Text: { } type } auth)
        {
            return type.Equals("NONE", StringComparison.OrdinalIgnoreCase) ? null : new Guard(type, auth.Location);
        }

        foreach (var (name, location, scheme) in Requirements(operation))
        {
            // A scheme without the extension is documentation: nothing stands behind it.
            if (scheme?["x-amazon-apigateway-authtype"]?.Text is { } authType && authType.Equals("awsSigv4", StringComparison.OrdinalIgnoreCase))
            {
                return new Guard("AWS_IAM", location);
            }

            if (scheme is null || scheme["x-amazon-apigateway-authorizer"] is not null || scheme["x-amazon-apigateway-authtype"] is not null)
            {
                return new Guard($"the authorizer {name}", location);
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
                return new Guard("an API key", location);
            }
        }

        return null;
    }
}
