using CorsKit.Testing;

namespace Playground;

/// <summary>Every front door before OrdersApi, with an authorizer on /members and no capacity for /busy where it can have them.</summary>
internal static class FrontDoors
{
    /// <summary>What the front doors wait for the function; shorter than AWS has it, for a page that someone looks at.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <returns>By the name that the page shows, in its order.</returns>
    public static IReadOnlyDictionary<string, FrontDoor> Before(OrdersFunction function, CorsOwner owner, string allowedOrigin)
    {
        var members = GatewayAuthorizer.Bearer("member");
        var restApi = new RestApiSettings
        {
            Methods =
            [
                new("ANY", "/"),
                new("ANY", "/{proxy+}"),
                new("GET", "/members") { Authorizer = members },
                new("GET", "/busy") { Throttling = new(BurstLimit: 0) },
            ],
            GatewayResponses = owner == CorsOwner.CorsKit ? CorsOnErrors(allowedOrigin) : new Dictionary<string, GatewayResponse>(),
            IntegrationTimeout = Patience,
        };
        var httpApi = new HttpApiSettings
        {
            Routes = [new("$default"), new("GET /members") { Authorizer = members }, new("GET /busy") { Throttling = new(BurstLimit: 0) }],
            IntegrationTimeout = Patience,
        };
        return new Dictionary<string, FrontDoor>
        {
            ["REST API"] = FrontDoor.RestApi(function, stage: "prod", restApi),
            ["HTTP API"] = FrontDoor.HttpApi(function, settings: httpApi),
            ["Function URL"] = FrontDoor.FunctionUrl(function, new() { FunctionTimeout = Patience }),
            ["Load balancer"] = FrontDoor.LoadBalancer(function, new() { FunctionTimeout = Patience, MultiValueHeaders = true }),
            ["CloudFront"] = FrontDoor.CloudFront(FrontDoor.RestApi(function, stage: "prod", restApi)),
        };
    }

    private static Dictionary<string, GatewayResponse> CorsOnErrors(string allowedOrigin)
    {
        var response = new GatewayResponse(new Dictionary<string, string>
        {
            ["Access-Control-Allow-Origin"] = $"'{allowedOrigin}'",
            ["Access-Control-Allow-Credentials"] = "'true'",
            ["Vary"] = "'Origin'",
        });
        return new Dictionary<string, GatewayResponse> { ["DEFAULT_4XX"] = response, ["DEFAULT_5XX"] = response };
    }
}
