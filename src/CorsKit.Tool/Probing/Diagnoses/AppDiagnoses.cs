using CorsKit.Tool.Probing.Steps;
using CorsKit.Tool.Rules;


namespace CorsKit.Tool.Probing.Diagnoses;

/// <summary>Preflights that reach an app which does not know what to do with them.</summary>
internal static class AppDiagnoses
{
    /// <summary>ASP.NET Core's host filtering stands before everything else of the app.</summary>
    public static Diagnosis? FindHostFiltering(ProbeSteps steps) =>
        steps.Preflight.Fingerprint.IsHostFiltering || steps.Actual.Fingerprint.IsHostFiltering
            ? Diagnosis.Of(LiveHelp.HostFiltering, $"The app answered 400 \"Bad Request - Invalid Hostname\" to {steps.Request.Url.Authority}.")
            : null;

    public static Diagnosis? FindPreflight(ProbeSteps steps)
    {
        var (preflight, actual) = (steps.Preflight, steps.Actual);
        if (preflight.Outcome.Readable || preflight.Fingerprint.GatewayMessage is not null)
        {
            return null;
        }

        if (preflight.Status == 401)
        {
            return Diagnosis.Of(LiveHelp.AuthenticationFirst, $"The preflight got 401{(preflight.Header("WWW-Authenticate") is { } scheme ? $" (WWW-Authenticate: {scheme})" : "")}, from the app or what stands right before it.");
        }

        if (!steps.HasCors && !steps.VariesByOrigin && !actual.Outcome.Readable && actual.Fingerprint.GatewayMessage is null)
        {
            return Diagnosis.Of(LiveHelp.NoCors, $"No response has a CORS header, and none names Origin in Vary; the preflight got {preflight.Status}.");
        }

        return preflight.Status is 404 or 405 && !preflight.HasCors
            ? Diagnosis.Of(LiveHelp.UnansweredPreflight, $"The preflight got {preflight.Status} without CORS headers, and other responses have some.") : null;
    }
}
