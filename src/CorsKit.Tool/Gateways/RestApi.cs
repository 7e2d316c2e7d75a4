using CorsKit.Testing.Aws;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>A REST API: who answers what, as far as CORS goes.</summary>
/// <param name="id">The resource of the template; of a file, its name.</param>
/// <param name="location">Where it is declared.</param>
internal sealed class RestApi(string id, Location location)
{
    public string Id { get; } = id;

    public Location Location { get; } = location;

    /// <summary>Whether SAM makes the deployments, and hashes them.</summary>
    public bool IsSam { get; init; }

    /// <summary>Whether all of it stands in what was read; else nothing can be said of what is missing.</summary>
    public bool IsWhole { get; set; } = true;

    /// <summary>The paths in the order of the template.</summary>
    public List<RestResource> Resources { get; } = [];

    public List<GatewayResponse> GatewayResponses { get; } = [];

    public ListSetting? BinaryMediaTypes { get; set; }

    /// <summary>SAM's Cors property, as the headers that it makes SAM write on a MOCK OPTIONS of every path.</summary>
    public MappedHeaders? SamCors { get; set; }

    /// <summary>Whether a distribution writes CORS headers over those of the API, so that it need not write any.</summary>
    public bool IsWrittenOnTheWay { get; set; }

    /// <summary>Whether the authorizer hands the API key on (AUTHORIZER), so that no page sends one in x-api-key.</summary>
    public bool TakesKeysFromAuthorizer { get; set; }

    public List<RestDeployment> Deployments { get; } = [];

    /// <summary>The stages that cache.</summary>
    public List<CachingStage> CachingStages { get; } = [];

    /// <summary>What pages send to its methods.</summary>
    public IEnumerable<PageRequest> PageRequests =>
        from resource in Resources
        from method in resource.Methods
        where method.Verb != RestMethod.Options
        select method.RequestTo(resource.Path);

    /// <summary>Every set of headers that the gateway writes itself.</summary>
    public IEnumerable<MappedHeaders> WrittenHeaders =>
        Resources.SelectMany(resource => resource.Methods).SelectMany(method => method.Responses).Select(response => response.Headers)
            .Concat(GatewayResponses.Select(response => response.Headers))
            .Append(SamCors)
            .OfType<MappedHeaders>();

    /// <summary>Whether anything in it speaks of CORS: then pages of other origins are meant to call it.</summary>
    public bool HasSignOfCors =>
        SamCors is not null || Resources.Exists(resource => resource.Methods.Exists(method => method.Verb == RestMethod.Options))
        || WrittenHeaders.Any(written => written.Headers.Any(header => header.IsCors));

    /// <summary>
    /// What a preflight of the path meets: of all paths that take it, a greedy <c>/{proxy+}</c> too, the most specific that has a
    /// method for OPTIONS.
    /// </summary>
    public RestMethod? PreflightOf(RestResource resource) => resource.Preflight
        ?? Resources.Where(other => other.Preflight is not null && other.Pattern.Covers(resource.Pattern))
            .OrderBy(other => other.Pattern.Rank, StringComparer.Ordinal).FirstOrDefault()?.Preflight;

    /// <summary>Once all methods are known (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html).</summary>
    public void ReadKeySource()
    {
        foreach (var methods in TakesKeysFromAuthorizer ? Resources.Select(resource => resource.Methods) : [])
        {
            for (var i = 0; i < methods.Count; i++)
            {
                methods[i] = methods[i] with { ApiKey = methods[i].ApiKey is { } key ? key with { Headers = "" } : null };
            }
        }
    }

    public RestResource At(string path, Location location, string resource)
    {
        var found = Resources.Find(known => known.Path == path);
        if (found is null)
        {
            Resources.Add(found = new RestResource(path, location, resource));
        }

        return found;
    }
}

/// <summary>A path of a REST API.</summary>
internal sealed record RestResource(string Path, Location Location, string Resource)
{
    public List<RestMethod> Methods { get; } = [];

    public RoutePattern Pattern { get; } = new(Path);

    /// <summary>What a preflight meets here: OPTIONS, else ANY.</summary>
    public RestMethod? Preflight => Methods.Find(method => method.Verb == RestMethod.Options) ?? Methods.Find(method => method.Verb == RestMethod.Any);
}

/// <summary>Who makes the response of a method.</summary>
internal enum IntegrationKind
{
    /// <summary>Nothing says.</summary>
    Unknown,

    /// <summary>The function or the server behind: its headers go through.</summary>
    Proxy,

    /// <summary>API Gateway, from what lies behind: only mapped headers are sent.</summary>
    Custom,

    /// <summary>API Gateway alone.</summary>
    Mock,
}

/// <summary>A response that API Gateway makes for a method: its status, its headers, and what a mapping template does to the origin.</summary>
/// <param name="StatusCode">Null where the deployment decides.</param>
/// <param name="IsDefault">Whether it is the one where no other pattern fits.</param>
/// <param name="Headers">What it maps.</param>
/// <param name="Template">The mapping template that writes headers, or null.</param>
internal sealed record IntegrationResponse(string? StatusCode, bool IsDefault, MappedHeaders Headers, OriginTemplate? Template)
{
    /// <summary>Whether a page of another origin may be able to read it.</summary>
    public bool WritesOrigin => Headers.AllowOrigin is not null || Template is not null;

    /// <summary>In the words of a CORS configuration; the origins of the template stand beside the one that is mapped.</summary>
    public CorsConfiguration ToConfiguration()
    {
        var cors = Headers.ToConfiguration();
        return Template is null ? cors : cors with
        {
            AllowOrigins = new ListSetting(cors.AllowOrigins?.Location ?? Headers.Location, [.. cors.AllowOrigins?.Items ?? [], .. Template.Origins.Select(origin => new Setting(Headers.Location, origin))])
            {
                IsComplete = Template.IsUnderstood,
            },
        };
    }
}

/// <summary>A method of a path.</summary>
/// <param name="Verb">In upper case; ANY for any.</param>
/// <param name="Resource">The resource of the template that it stands in.</param>
/// <param name="Location">Where.</param>
internal sealed record RestMethod(string Verb, string Resource, Location Location)
{
    public const string Any = "ANY";

    public const string Options = "OPTIONS";

    /// <summary>Who has to be satisfied before it answers: "the authorizer Jwt", "IAM"; null where nobody has.</summary>
    public Guard? Authorizer { get; init; }

    public Guard? ApiKey { get; init; }

    /// <summary>Whether it says itself that it wants no authorizer, in SAM's way, so that SAM adds none.</summary>
    public bool WantsNobody { get; init; }

    public IntegrationKind Integration { get; init; }

    public bool IsMock => Integration == IntegrationKind.Mock;

    /// <summary>Whether API Gateway makes the response, so that it has the headers that are mapped and no others.</summary>
    public bool IsMapped => Integration is IntegrationKind.Mock or IntegrationKind.Custom;

    /// <summary>What API Gateway makes of the integration's response; empty for a proxy integration.</summary>
    public IReadOnlyList<IntegrationResponse> Responses { get; init; } = [];

    /// <summary>The response where nothing goes wrong.</summary>
    public IntegrationResponse? Response => Responses.FirstOrDefault(response => response.IsDefault) ?? (Responses.Count > 0 ? Responses[0] : null);

    /// <summary>The headers that each status declares in the method's responses; null where that is not known.</summary>
    public IReadOnlyDictionary<string, IReadOnlyCollection<string>>? Declared { get; init; }

    /// <summary>Why a MOCK cannot answer, as a clause ("writes no statusCode"); null where it can.</summary>
    public string? MockFault { get; init; }

    /// <summary>Whether a request model says that its body is JSON.</summary>
    public bool TakesJson { get; init; }

    public string? ContentHandling { get; init; }

    /// <summary>Whether API Gateway writes the same Access-Control-Allow-Origin on a response, or none, whoever asks.</summary>
    public bool IgnoresOrigin => IsMapped && Responses.Count > 0 && Responses.All(response => response is { Template: null, Headers.AllowOrigin: null or { IsStatic: true } });

    /// <summary>What pages send to it.</summary>
    public PageRequest RequestTo(string path) => PageRequest.Of(Verb, path, TakesJson, Authorizer, ApiKey);

    /// <summary>Whether a method cache tells origins apart here.</summary>
    public bool CachesByOrigin { get; init; }
}

/// <summary>An answer that API Gateway gives without, or after failing to get, one of the function.</summary>
internal sealed record GatewayResponse(string Type, string Resource, Location Location, MappedHeaders Headers)
{
    /// <summary>https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html</summary>
    public static readonly string[] Types =
    [
        "ACCESS_DENIED", "API_CONFIGURATION_ERROR", "AUTHORIZER_CONFIGURATION_ERROR", "AUTHORIZER_FAILURE", "BAD_REQUEST_BODY", "BAD_REQUEST_PARAMETERS", "DEFAULT_4XX", "DEFAULT_5XX",
        "EXPIRED_TOKEN", "INTEGRATION_FAILURE", "INTEGRATION_TIMEOUT", "INVALID_API_KEY", "INVALID_SIGNATURE", "MISSING_AUTHENTICATION_TOKEN", "QUOTA_EXCEEDED", "REQUEST_TOO_LARGE",
        "RESOURCE_NOT_FOUND", "THROTTLED", "UNAUTHORIZED", "UNSUPPORTED_MEDIA_TYPE", "WAF_FILTERED",
    ];

    public Setting? StatusCode { get; init; }

    /// <summary>Whether it is a resource of its own beside an API that SAM deploys.</summary>
    public bool IsBesideSam { get; init; }

    public bool IsDefault => Type is "DEFAULT_4XX" or "DEFAULT_5XX";

    /// <summary>The type whose headers it would have if it were not defined.</summary>
    public string InheritsFrom => Type is "API_CONFIGURATION_ERROR" or "AUTHORIZER_CONFIGURATION_ERROR" or "AUTHORIZER_FAILURE"
        or "INTEGRATION_FAILURE" or "INTEGRATION_TIMEOUT" ? "DEFAULT_5XX" : "DEFAULT_4XX";
}

/// <summary>A snapshot of an API. It never changes: what is changed later is live with the next one only.</summary>
/// <param name="Resource">Its logical id: with another one, CloudFormation makes a new snapshot.</param>
/// <param name="Location">Where.</param>
/// <param name="Missing">Methods and gateway responses of the API that it does not wait for.</param>
internal sealed record RestDeployment(string Resource, Location Location, IReadOnlyList<string> Missing)
{
    /// <summary>Whether a change of the API makes another one; null where the id has to tell.</summary>
    public bool? IsRenewed { get; init; }
}
