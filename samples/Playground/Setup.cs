using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CorsKit;
using CorsKit.Testing;
using Microsoft.Extensions.Options;

namespace Playground;

/// <summary>What the page can change. The three owners of CORS are deployed with the same setup, behind the same front doors.</summary>
/// <param name="Policy">The section "GatewayCors" of appsettings.json, as JSON.</param>
/// <param name="GatewayResponses">Whether the REST API's own errors carry the headers, by its gateway responses.</param>
/// <param name="DoorCors">CORS of the front doors' own, as the JSON of a <see cref="CorsConfiguration"/>; null for none.</param>
/// <param name="Streaming">Whether the function streams its responses. Behind the load balancer, which cannot take that, it does not.</param>
internal sealed record Setup(string Policy, bool GatewayResponses, string? DoorCors, bool Streaming)
{
    private const string Section = "GatewayCors";

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNameCaseInsensitive = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>That of OrdersApi's appsettings.json, whose copy lies beside the Playground, for the page's origin.</summary>
    public static Setup Default(string origin)
    {
        var policy = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "appsettings.json")))![Section]!;
        policy["AllowOrigins"] = origin;
        return new(policy.ToJsonString(new() { WriteIndented = true, Encoder = Invocation.Plain.Encoder }), GatewayResponses: true, DoorCors: null, Streaming: false);
    }

    /// <exception cref="JsonException">Called before <see cref="FindProblems"/> found none.</exception>
    public CorsConfiguration? DoorConfiguration => DoorCors is null ? null : JsonSerializer.Deserialize<CorsConfiguration>(DoorCors, Strict);

    /// <summary>The section as the app finds it in its configuration.</summary>
    public IConfigurationRoot Configuration => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""{"{{Section}}":{{Policy}}}""")))
        .Build();

    public IConfigurationSection PolicySection => Configuration.GetSection(Section);

    /// <summary>Where only one can be named.</summary>
    public string FirstOrigin => (PolicySection["AllowOrigins"]?.Split(',')[0] ?? PolicySection["AllowOrigins:0"] ?? "*").Trim();

    /// <summary>Why the app would not start, and why AWS would refuse the front doors; empty where all is well.</summary>
    public SetupProblems FindProblems() => new(FindPolicyProblems(), FindDoorProblems());

    private List<string> FindPolicyProblems()
    {
        try
        {
            using var document = JsonDocument.Parse(Policy, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return ["The section is an object: { \"AllowOrigins\": … }."];
            }

            GatewayCorsPolicies.Load(PolicySection);
            return [];
        }
        catch (JsonException exception)
        {
            return [NoJson(exception)];
        }
        catch (OptionsValidationException exception)
        {
            return [.. exception.Failures.Select(failure => failure.Trim())];
        }
        catch (FormatException exception)
        {
            // A key that stands twice.
            return [(exception.InnerException ?? exception).Message];
        }
    }

    private List<string> FindDoorProblems()
    {
        try
        {
            if (DoorCors is null || DoorConfiguration is not { } cors)
            {
                return DoorCors is null ? [] : ["It is an object: { \"AllowOrigins\": [ … ] }."];
            }

            return
            [
                .. FrontDoors.Refusals("HTTP API", () => FrontDoor.HttpApi(Never, settings: new() { CorsConfiguration = cors })),
                .. FrontDoors.Refusals("Function URL", () => FrontDoor.FunctionUrl(Never, new() { Cors = cors })),
            ];
        }
        catch (JsonException exception)
        {
            return [exception.Path is "$" or null ? NoJson(exception) : $"{exception.Path[2..]}: {exception.Message.Split(" Path:")[0]}"];
        }
    }

    private static string NoJson(JsonException exception) => $"This is no JSON: line {exception.LineNumber + 1}, character {exception.BytePositionInLine + 1}.";

    private static Task<Stream> Never(Stream lambdaEvent, CancellationToken cancellationToken) => throw new NotSupportedException();
}

/// <summary>In the words of CorsKit and of CorsKit.Testing.</summary>
internal sealed record SetupProblems(IReadOnlyList<string> Policy, IReadOnlyList<string> DoorCors)
{
    public bool Any => Policy.Count + DoorCors.Count > 0;
}
