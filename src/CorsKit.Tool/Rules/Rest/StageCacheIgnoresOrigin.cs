using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules.Rest;

internal sealed class StageCacheIgnoresOrigin() : RestApiRule(Help)
{
    public static readonly RuleHelp Help = new("CK116", Level.Warning, "REST API: the stage caches without Origin in the key")
    {
        ConsoleMessage = Chromium.OtherOrigin,
        Why = """
            The cache of a stage keeps the first answer for everybody, whatever Vary says: a page gets the headers that another origin was given, or none where
            the first request had no Origin.
            """,
        Fix = "Make the request header Origin a cache key parameter of each cached method, or switch the cache off.",
        Paste = """
            # SAM, on the event
            RequestParameters:
              - method.request.header.Origin: { Caching: true }

            # CloudFormation, on the method
            RequestParameters: { method.request.header.Origin: false }
            Integration:
              CacheKeyParameters: [method.request.header.Origin]
            """,
        Source = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html",
    };

    protected override IEnumerable<Fault> Check(RestApi api, App? app)
    {
        // One answer for every origin may be kept for everybody.
        var blind = app?.Rules is { AnyOrigin: true } ? [] : api.Resources
            .Where(resource => resource.Methods.Exists(method =>
                method is { IsMock: false, CachesByOrigin: false, Verb: "GET" or RestMethod.Any } && !method.IgnoresOrigin))
            .Select(resource => resource.Path).ToList();
        return from stage in api.CachingStages
               let cached = blind.Where(stage.CachesGetOf).ToList()
               where cached.Count > 0
               select new Fault(stage.Location, stage.Resource, $"The stage caches GET of {Sentences.List(cached)} without Origin in the key.");
    }
}
