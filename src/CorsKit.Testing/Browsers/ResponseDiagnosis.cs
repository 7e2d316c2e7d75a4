namespace CorsKit.Testing.Browsers;

/// <summary>Why a response to the page's own request carries no Access-Control-Allow-Origin.</summary>
internal static class ResponseDiagnosis
{
    public static Diagnosis HostFiltering { get; } = new(
        "ASP.NET Core's host filtering answered: the Host of the request is none of AllowedHosts. It stands before everything else of the app, UseGatewayCors() too.",
        Fixes.HostFiltering);

    public static Diagnosis Of(Fingerprint fingerprint, string origin)
    {
        if (FrontDoorError.Of(fingerprint) is { } error)
        {
            return OfFrontDoor(error, fingerprint);
        }

        if (fingerprint.IsHostFiltering)
        {
            return HostFiltering;
        }

        if (fingerprint is { MayBeFromAppsCache: true, VariesByOrigin: false })
        {
            return new(
                "A cache answered, with a response that has no CORS headers: UseOutputCache() or UseResponseCaching() before UseGatewayCors() stores responses before the headers are on them; "
                + "a shared cache between page and API may have stored one for a request without this Origin.",
                Fixes.CacheInApp + " For a shared cache, let every response say Vary: Origin, and put Origin into the cache key.");
        }

        if (fingerprint.IsFromSharedCache)
        {
            return new(
                "A shared cache answered, with a response that was stored for a request without this Origin.",
                "Let every response say Vary: Origin, put Origin into the cache policy (CloudFront drops Vary otherwise), and invalidate what is stored.");
        }

        return fingerprint.Status switch
        {
            304 => new(
                "304 was answered by something before the CORS middleware: an output or response cache, or static files.",
                "Call UseGatewayCors() before UseOutputCache(), UseResponseCaching() and UseStaticFiles()."),
            413 or 429 or 502 or 503 or 504 => new(
                $"Most {fingerprint.Status} responses are made before or behind the app, by a gateway, a load balancer or a firewall, whose answers carry no CORS header.",
                "See who made it (the app's log has the request, or not). Behind a REST API give the gateway responses DEFAULT_4XX and DEFAULT_5XX the CORS headers."),
            >= 500 => new(
                $"The app failed with {fingerprint.Status}, and the error lost its CORS headers or was made outside of the CORS middleware.",
                Fixes.ErrorsOfApp),
            _ when fingerprint.VariesByOrigin => PreflightDiagnosis.NotAllowed(origin),
            _ => new(
                "The response has no CORS header at all: nothing does CORS on this path.",
                $"Call UseGatewayCors() first in the pipeline, with '{origin}' in AllowOrigins; if that is done, deploy it, and see that no other host or stage answers."),
        };
    }

    public static Diagnosis OfFrontDoor(FrontDoorError error, Fingerprint fingerprint) => new(
        $"{error.Door} made this {fingerprint.Status} itself{(fingerprint.GatewayMessage is { } message ? $" ('{message}')" : "")}, so no CORS header of the function can be on it. {error.Meaning}".TrimEnd(), error.Fix);
}
