using CorsKit.Testing;

namespace CorsKit.BrowserTests.Sites;

/// <summary>Every other kind of front door, those that leave CORS to the app and those that have CORS of their own.</summary>
internal static class OtherDoors
{
    public static IEnumerable<(Api Api, FrontDoor Door, string Stage)> Before(Func<Stream, CancellationToken, Task<Stream>> function, string shop, string desk)
    {
        yield return (Api.OutcomesHttpV1, FrontDoor.HttpApi(function, settings: new() { PayloadFormatVersion = PayloadFormatVersion.V1 }), "");
        yield return (Api.OutcomesUrl, FrontDoor.FunctionUrl(function), "");
        yield return (Api.OutcomesBalancer, FrontDoor.LoadBalancer(function, new() { MultiValueHeaders = true }), "");
        yield return (Api.OutcomesBalancerSingle, FrontDoor.LoadBalancer(function), "");
        yield return (Api.OutcomesCloudFront, FrontDoor.CloudFront(FrontDoor.RestApi(function, "prod")), "");

        var rest = new RestApiSettings
        {
            Methods =
            [
                new("GET", "/{proxy+}"), // ANY would answer OPTIONS for /only
                new("GET", "/members") { Authorizer = GatewayAuthorizer.Bearer("member") },
                new("GET", "/busy") { Throttling = new(BurstLimit: 0) },
                new("PUT", "/only"),
            ],
        };
        var response = new GatewayResponse(new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = $"'{shop}'", ["Access-Control-Allow-Credentials"] = "'true'" });
        yield return (Api.RestBare, FrontDoor.RestApi(function, "prod", rest), "/prod");
        yield return (Api.RestFixed, FrontDoor.RestApi(function, "prod", rest with
        {
            GatewayResponses = new Dictionary<string, GatewayResponse> { ["DEFAULT_4XX"] = response, ["DEFAULT_5XX"] = response },
        }), "/prod");

        yield return (Api.HttpConfigured, FrontDoor.HttpApi(function, settings: new()
        {
            CorsConfiguration = new() { AllowOrigins = [shop], AllowMethods = ["GET", "PUT"], AllowHeaders = ["content-type"], ExposeHeaders = ["x-hidden"], AllowCredentials = true },
        }), "");
        yield return (Api.UrlDoubled, FrontDoor.FunctionUrl(function, new() { Cors = new() { AllowOrigins = ["*"], AllowMethods = ["*"], AllowHeaders = ["*"] } }), "");
        yield return (Api.BalancerOverwritten, FrontDoor.LoadBalancer(function, new()
        {
            ListenerAttributes = new Dictionary<string, string> { ["routing.http.response.access_control_allow_origin.header_value"] = desk },
        }), "");
        yield return (Api.CloudFrontBlind, FrontDoor.CloudFront(FrontDoor.RestApi(function, "prod"), new() { OriginRequestPolicy = null, CachePolicy = CachePolicy.CachingDisabled with { QueryStrings = true } }), "");
        yield return (Api.CloudFrontHttps, FrontDoor.CloudFront(FrontDoor.RestApi(function, "prod"), new() { ViewerProtocolPolicy = ViewerProtocolPolicy.RedirectToHttps }), "");
    }
}
