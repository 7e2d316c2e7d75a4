using System.Globalization;
using CorsKit.Testing;

namespace Playground;

/// <summary>Every front door before OrdersApi, with an authorizer on /members and no capacity for /busy where it can have them.</summary>
internal static class FrontDoors
{
    /// <summary>What the front doors wait for the function; shorter than AWS has it, for a page that someone looks at. Set before the first deployment.</summary>
    public static TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(3);

    private static readonly GatewayAuthorizer Members = GatewayAuthorizer.Bearer("member");

    /// <param name="function">The function.</param>
    /// <param name="buffered">The same for the load balancer, which takes no streamed responses.</param>
    /// <param name="setup">What is configured; it has no problems.</param>
    /// <returns>By the name that the page shows, in its order.</returns>
    public static IReadOnlyDictionary<string, FrontDoor> Before(OrdersFunction function, OrdersFunction buffered, Setup setup)
    {
        var cors = setup.DoorConfiguration;
        return new Dictionary<string, FrontDoor>
        {
            ["REST API"] = FrontDoor.RestApi(function.InvokeAsync, stage: "prod", RestApi(setup, cors)),
            ["HTTP API"] = FrontDoor.HttpApi(function.InvokeAsync, settings: new()
            {
                Routes = [new("$default"), new("GET /members") { Authorizer = Members }, new("GET /busy") { Throttling = new(BurstLimit: 0) }],
                CorsConfiguration = cors,
                IntegrationTimeout = Patience,
            }),
            ["Function URL"] = FrontDoor.FunctionUrl(function.InvokeAsync, new() { Cors = cors, FunctionTimeout = Patience }),
            ["Load balancer"] = FrontDoor.LoadBalancer(buffered.InvokeAsync, new()
            {
                FunctionTimeout = Patience,
                MultiValueHeaders = true,
                ListenerAttributes = ListenerAttributes(cors),
            }),
            ["CloudFront"] = FrontDoor.CloudFront(FrontDoor.RestApi(function.InvokeAsync, stage: "prod", RestApi(setup, null)), new() { ResponseHeadersPolicy = Policy(cors) }),
        };
    }

    /// <summary>One static origin, the policy's first, is all that a gateway response can say.</summary>
    public static Dictionary<string, string> HeadersOfErrors(Setup setup)
    {
        var headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = $"'{setup.FirstOrigin}'", ["Vary"] = "'Origin'" };
        if (setup.PolicySection.GetValue<bool>("AllowCredentials"))
        {
            headers["Access-Control-Allow-Credentials"] = "'true'";
        }

        return headers;
    }

    public static Dictionary<string, string> MockHeaders(CorsConfiguration cors) => CorsHeaders(cors).Where(header => header.Key != "Access-Control-Expose-Headers").ToDictionary();

    public static Dictionary<string, string> ListenerAttributes(CorsConfiguration? cors) =>
        CorsHeaders(cors).ToDictionary(header => $"routing.http.response.{header.Key.ToLowerInvariant().Replace('-', '_')}.header_value", header => header.Value);

    /// <summary>Every reason for which AWS would refuse the front door.</summary>
    public static IEnumerable<string> Refusals(string door, Func<FrontDoor> create)
    {
        try
        {
            create();
            return [];
        }
        catch (ArgumentException exception)
        {
            return exception.Message.Split("\n- ").Skip(1).Select(problem => $"{door}: {problem}");
        }
    }

    /// <summary>Its own CORS is what <c>Cors</c> in a SAM template makes: a MOCK that answers OPTIONS, and nothing on other responses.</summary>
    private static RestApiSettings RestApi(Setup setup, CorsConfiguration? cors)
    {
        var mock = cors is null ? null : new MockIntegration(200, MockHeaders(cors));
        return new()
        {
            Methods =
            [
                new("ANY", "/"),
                new("ANY", "/{proxy+}"),
                new("GET", "/members") { Authorizer = Members },
                new("GET", "/busy") { Throttling = new(BurstLimit: 0) },
                .. mock is null ? Array.Empty<RestApiMethod>() : [new("OPTIONS", "/{proxy+}") { Mock = mock }],
            ],
            GatewayResponses = setup.GatewayResponses ? CorsOnErrors(setup) : new Dictionary<string, GatewayResponse>(),
            IntegrationTimeout = Patience,
        };
    }

    private static Dictionary<string, GatewayResponse> CorsOnErrors(Setup setup)
    {
        var response = new GatewayResponse(HeadersOfErrors(setup));
        return new() { ["DEFAULT_4XX"] = response, ["DEFAULT_5XX"] = response };
    }

    private static ResponseHeadersPolicy? Policy(CorsConfiguration? cors) => cors is null ? null : new()
    {
        AllowOrigins = cors.AllowOrigins,
        AllowMethods = cors.AllowMethods.Contains("*") ? ["ALL"] : cors.AllowMethods,
        AllowHeaders = cors.AllowHeaders,
        ExposeHeaders = cors.ExposeHeaders,
        AllowCredentials = cors.AllowCredentials,
        MaxAge = cors.MaxAge,
    };

    /// <summary>As static headers, which name the first origin alone.</summary>
    private static IEnumerable<KeyValuePair<string, string>> CorsHeaders(CorsConfiguration? cors) =>
        from header in cors is null ? [] : new (string Name, string? Value)[]
        {
            ("Access-Control-Allow-Origin", cors.AllowOrigins is [var origin, ..] ? origin : null),
            ("Access-Control-Allow-Methods", Joined(cors.AllowMethods)),
            ("Access-Control-Allow-Headers", Joined(cors.AllowHeaders)),
            ("Access-Control-Expose-Headers", Joined(cors.ExposeHeaders)),
            ("Access-Control-Allow-Credentials", cors.AllowCredentials ? "true" : null),
            ("Access-Control-Max-Age", cors.MaxAge?.ToString(CultureInfo.InvariantCulture)),
        }
        where header.Value is not null
        select KeyValuePair.Create(header.Name, header.Value);

    private static string? Joined(IReadOnlyList<string> values) => values.Count == 0 ? null : string.Join(',', values);
}
