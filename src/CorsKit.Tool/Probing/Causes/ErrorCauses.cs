namespace CorsKit.Tool.Probing.Causes;

/// <summary>Errors, which need CORS headers as much as any answer.</summary>
internal static class ErrorCauses
{
    /// <summary>The preflight or the request fails, with 5xx or throttling.</summary>
    public static Cause? FindFailure(Trials trials)
    {
        var preflight = trials.Preflight;
        return preflight is { Outcome.Readable: false, Status: >= 500 or 429 }
            ? Cause.Of("CK717", $"The preflight got {preflight.Status}{Said(preflight)}.") : null;
    }

    /// <summary>An error that no page can read, while other answers can be.</summary>
    public static Cause? FindBareError(Trials trials)
    {
        foreach (var bare in new[] { trials.Actual, trials.MissingPath })
        {
            if (bare.Status is not >= 400 || bare.AllowOrigin is not null || !trials.Pages.Any(trial => trial.AllowOrigin is not null))
            {
                continue;
            }

            var evidence = $"\"{bare.Title}\" got {bare.Status}{Said(bare)} without Access-Control-Allow-Origin.";
            if (bare.Evidence.GatewayMessage is null)
            {
                return bare.Status is 502 or 503 or 504 && trials.Door.Kind == FrontDoorKind.LoadBalancer ? Cause.Of("CK716", evidence) : Cause.Of("CK713", evidence);
            }

            // An HTTP API's answer for a path without route cannot be given headers, and no page asks for such a path in earnest.
            var isRestApi = trials.Door.Kind == FrontDoorKind.RestApi;
            if (isRestApi || bare == trials.Actual)
            {
                return isRestApi ? Cause.Of("CK105", evidence, "CK107") : Cause.Of("CK716", evidence);
            }
        }

        return null;
    }

    private static string Said(Trial trial) => trial.Evidence.GatewayMessage is { } message ? $" \"{message}\" from API Gateway itself" : "";
}
