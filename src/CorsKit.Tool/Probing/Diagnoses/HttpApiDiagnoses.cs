using CorsKit.Tool.Probing.Steps;
using CorsKit.Tool.Rules.Http;

namespace CorsKit.Tool.Probing.Diagnoses;

/// <summary>What an HTTP API does to preflights.</summary>
internal static class HttpApiDiagnoses
{
    public static Diagnosis? FindRefusal(ProbeSteps steps)
    {
        var preflight = steps.Preflight;
        if (!preflight.Fingerprint.IsHttpApi || preflight.Outcome.Readable || preflight.Fingerprint.GatewayMessage is not { } message)
        {
            return null;
        }

        var evidence = $"The HTTP API itself answered the preflight: {preflight.Status} \"{message}\".";
        return preflight.Status switch
        {
            401 or 403 => Diagnosis.Of(GuardedOptions.Help, evidence),
            404 when steps.Actual.Fingerprint.GatewayMessage is not null => Diagnosis.Of(Rules.Http.UnansweredPreflight.Help, $"{evidence} The request got the same: no route takes this path at all."),
            404 => Diagnosis.Of(Rules.Http.UnansweredPreflight.Help, $"{evidence} The request itself was taken."),
            _ => null,
        };
    }

    /// <summary>
    /// With a CorsConfiguration the API answers 2xx to every preflight, and names CORS headers where all of it matches
    /// (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html).
    /// </summary>
    public static Diagnosis? FindConfiguration(ProbeSteps steps)
    {
        var (preflight, actual) = (steps.Preflight, steps.Actual);
        if (!preflight.Fingerprint.IsHttpApi)
        {
            return null;
        }

        var isMute = preflight is { IsOk: true, HasCors: false, Fingerprint.VariesByOrigin: false };
        if (isMute && actual.Outcome.Readable)
        {
            return Diagnosis.Of(IncompleteConfiguration.Help, $"The preflight for {Requested(preflight)} got {preflight.Status} without any CORS header, although the origin may read the request: "
                + "so an HTTP API answers whose CorsConfiguration has not all of it in AllowMethods and AllowHeaders.", Rules.Http.ConfigurationDrift.Help);
        }

        if (isMute)
        {
            return Diagnosis.Of(Rules.Http.ConfigurationDrift.Help, $"The preflight got {preflight.Status} without any CORS header: "
                + $"so an HTTP API answers whose CorsConfiguration does not have {steps.Request.Origin}. What the app says then does not count.");
        }

        return steps.IsGatewaysPreflight && steps.Policy is { Differences.Count: > 0 } policy
            ? Diagnosis.Of(Rules.Http.ConfigurationDrift.Help, $"The CorsConfiguration of the API answers, not the app: {string.Join("; ", policy.Differences)}.") : null;
    }

    private static string Requested(ProbeStep preflight)
    {
        string? Sent(string name) => Testing.FetchExchange.Combined(preflight.Exchange.RequestHeaders, name);
        var headers = Sent("Access-Control-Request-Headers");
        return $"{Sent("Access-Control-Request-Method")}{(headers is null ? "" : $" with {headers}")}";
    }
}
