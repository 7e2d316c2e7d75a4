namespace CorsKit.Testing.Browsers;

/// <summary>Why a response to the page's own request carries no Access-Control-Allow-Origin.</summary>
internal static class ResponseDiagnosis
{
    public static Diagnosis HostFiltering { get; } = new(
        "ASP.NET Core's host filtering answered: the Host of the request is none of AllowedHosts. It stands before everything else of the app, UseGatewayCors() too.",
        Fixes.HostFiltering);

    public static Diagnosis Of(Fingerprint fingerprint, string origin)
    {
        if (fingerprint.GatewayMessage is { } message)
        {
            return new($"{(fingerprint.IsRestApi ? "" : "Most likely ")}API Gateway made this {fingerprint.Status} itself ('{message}'), so no CORS header of the function can be on it. {Meaning(fingerprint.Status)}".TrimEnd(), FixOf(fingerprint));
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

    private static string Meaning(int status) => status switch
    {
        401 => "The authorizer found no token, or no valid one.",
        403 => "The authorizer, an API key or a policy said no, or no route matches.",
        413 => "The request is over 10 MB.",
        429 => "The request was throttled.",
        500 or 502 => "The function or an authorizer failed, or the function returned no proxy response, or one over 6 MB.",
        504 => "The function did not answer within the gateway's time.",
        _ => "",
    };

    private static string FixOf(Fingerprint fingerprint) => fingerprint switch
    {
        { IsHttpApi: true } => "HTTP APIs have no gateway responses to give headers to: fix what causes the error, or let the app answer it (let the app check the token, say).",
        { Status: 413 } => "REST APIs cannot give this response headers: keep uploads under 10 MB, or upload to S3 with a presigned URL.",
        _ => "Give the REST API's gateway responses DEFAULT_4XX and DEFAULT_5XX, and those that you define yourself, the CORS headers, and deploy the stage.",
    };
}
