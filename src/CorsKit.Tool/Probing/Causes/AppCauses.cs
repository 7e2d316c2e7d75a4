
namespace CorsKit.Tool.Probing.Causes;

/// <summary>Preflights that reach an app which does not know what to do with them.</summary>
internal static class AppCauses
{
    /// <summary>ASP.NET Core's host filtering stands before everything else of the app.</summary>
    public static Cause? FindHostFiltering(Trials trials) =>
        trials.Preflight.Evidence.IsHostFiltering || trials.Actual.Evidence.IsHostFiltering
            ? Cause.Of("CK721", $"The app answered 400 \"Bad Request - Invalid Hostname\" to {trials.Request.Url.Authority}.")
            : null;

    public static Cause? FindPreflight(Trials trials)
    {
        var (preflight, actual) = (trials.Preflight, trials.Actual);
        if (preflight.Outcome.Readable || preflight.Evidence.GatewayMessage is not null)
        {
            return null;
        }

        if (preflight.Status == 401)
        {
            return Cause.Of("CK715", $"The preflight got 401{(preflight.Header("WWW-Authenticate") is { } scheme ? $" (WWW-Authenticate: {scheme})" : "")}, from the app or what stands right before it.");
        }

        if (!trials.HasCors && !trials.VariesByOrigin && !actual.Outcome.Readable && actual.Evidence.GatewayMessage is null)
        {
            return Cause.Of("CK704", $"No response has a CORS header, and none names Origin in Vary; the preflight got {preflight.Status}.");
        }

        return preflight.Status is 404 or 405 && !preflight.HasCors
            ? Cause.Of("CK719", $"The preflight got {preflight.Status} without CORS headers, and other responses have some.") : null;
    }
}
