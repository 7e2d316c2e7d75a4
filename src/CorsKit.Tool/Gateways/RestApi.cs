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

    public List<RestDeployment> Deployments { get; } = [];

    /// <summary>The stages that cache.</summary>
    public List<CachingStage> CachingStages { get; } = [];

    /// <summary>Every set of headers that the gateway writes itself.</summary>
    public IEnumerable<MappedHeaders> WrittenHeaders =>
        Resources.SelectMany(resource => resource.Methods).Select(method => method.MockHeaders)
            .Concat(GatewayResponses.Select(response => response.Headers))
            .Append(SamCors)
            .OfType<MappedHeaders>();

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

    /// <summary>What a preflight meets here: OPTIONS, else ANY.</summary>
    public RestMethod? Preflight => Methods.Find(method => method.Verb == "OPTIONS") ?? Methods.Find(method => method.Verb == RestMethod.Any);
}

/// <summary>A method of a path.</summary>
/// <param name="Verb">In upper case; ANY for any.</param>
/// <param name="Resource">The resource of the template that it stands in.</param>
/// <param name="Location">Where.</param>
internal sealed record RestMethod(string Verb, string Resource, Location Location)
{
    public const string Any = "ANY";

    /// <summary>Who has to be satisfied before it answers: "the authorizer Jwt", "IAM"; null where nobody has.</summary>
    public Guard? Authorizer { get; init; }

    public Guard? ApiKey { get; init; }

    /// <summary>Whether API Gateway answers itself.</summary>
    public bool IsMock { get; init; }

    /// <summary>The headers of the MOCK answer; null where there is none, or a mapping template writes them.</summary>
    public MappedHeaders? MockHeaders { get; init; }

    /// <summary>Whether a mapping template of the MOCK answer can write headers that cannot be read here.</summary>
    public bool HasMappingTemplate { get; init; }

    public string? ContentHandling { get; init; }

    /// <summary>Whether a method cache tells origins apart here.</summary>
    public bool CachesByOrigin { get; init; }
}

/// <summary>An answer that API Gateway gives without, or after failing to get, one of the function.</summary>
internal sealed record GatewayResponse(string Type, string Resource, Location Location, MappedHeaders Headers)
{
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
