namespace CorsKit.Tool.Probing.Causes;

/// <summary>What an HTTP API does to preflights.</summary>
internal static class HttpApiCauses
{
    public static Cause? FindRefusal(Trials trials)
    {
        var preflight = trials.Preflight;
        if (!preflight.Evidence.IsHttpApi || preflight.Outcome.Readable || preflight.Evidence.GatewayMessage is not { } message)
        {
            return null;
        }

        var evidence = $"The HTTP API itself answered the preflight: {preflight.Status} \"{message}\".";
        return preflight.Status switch
        {
            401 or 403 => Cause.Of("CK206", evidence),
            404 when trials.Actual.Evidence.GatewayMessage is not null => Cause.Of("CK207", $"{evidence} The request got the same: no route takes this path at all."),
            404 => Cause.Of("CK207", $"{evidence} The request itself was taken."),
            _ => null,
        };
    }

    /// <summary>
    /// With a CorsConfiguration the API answers 2xx to every preflight, and names CORS headers where all of it matches
    /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html).
    /// </summary>
    public static Cause? FindConfiguration(Trials trials)
    {
        var (preflight, actual) = (trials.Preflight, trials.Actual);
        if (!preflight.Evidence.IsHttpApi)
        {
            return null;
        }

        var isMute = preflight is { IsOk: true, HasCors: false, Evidence.VariesByOrigin: false };
        if (isMute && actual.Outcome.Readable)
        {
            return Cause.Of("CK205", $"The preflight for {Asked(preflight)} got {preflight.Status} without any CORS header, although the origin may read the request: "
                + "so an HTTP API answers whose CorsConfiguration has not all of it in AllowMethods and AllowHeaders.", "CK202");
        }

        if (isMute)
        {
            return Cause.Of("CK202", $"The preflight got {preflight.Status} without any CORS header: "
                + $"so an HTTP API answers whose CorsConfiguration does not have {trials.Request.Origin}. What the app says then does not count.");
        }

        return trials.IsGatewaysPreflight && trials.Policy is { Differences.Count: > 0 } policy
            ? Cause.Of("CK202", $"The CorsConfiguration of the API answers, not the app: {string.Join("; ", policy.Differences)}.") : null;
    }

    private static string Asked(Trial preflight)
    {
        string? Sent(string name) => Testing.FetchExchange.Combined(preflight.Exchange.RequestHeaders, name);
        var headers = Sent("Access-Control-Request-Headers");
        return $"{Sent("Access-Control-Request-Method")}{(headers is null ? "" : $" with {headers}")}";
    }
}
