using CorsKit.Testing.Browsers;
using CorsKit.Tool.Probing.Steps;
using CorsKit.Tool.Rules;
using CorsKit.Tool.Rules.Rest;

namespace CorsKit.Tool.Probing.Diagnoses;

/// <summary>Errors, which need CORS headers as much as any answer.</summary>
internal static class ErrorDiagnoses
{
    /// <summary>The preflight or the request fails, with 5xx or throttling.</summary>
    public static Diagnosis? FindFailure(ProbeSteps steps)
    {
        var preflight = steps.Preflight;
        return preflight is { Outcome.Readable: false, Status: >= 500 or 429 }
            ? Diagnosis.Of(LiveHelp.FailedPreflight, $"The preflight got {preflight.Status}{Said(preflight)}.") : null;
    }

    /// <summary>An error that no page can read, while other answers can be.</summary>
    public static Diagnosis? FindBareError(ProbeSteps steps)
    {
        foreach (var bare in new[] { steps.Actual, steps.MissingPath })
        {
            if (bare.Status is not >= 400 || bare.AllowOrigin is not null || !steps.Pages.Any(step => step.AllowOrigin is not null))
            {
                continue;
            }

            var evidence = $"\"{bare.Title}\" got {bare.Status}{Said(bare)} without Access-Control-Allow-Origin.";
            if (bare.Fingerprint.GatewayMessage is null)
            {
                return bare.Status is 502 or 503 or 504 && steps.Door.Kind == FrontDoorKind.LoadBalancer ? Diagnosis.Of(LiveHelp.FrontDoorError, evidence) : Diagnosis.Of(LiveHelp.ErrorsWithoutCors, evidence);
            }

            // An HTTP API's answer for a path without route cannot be given headers, and no page asks for such a path in earnest.
            var isRestApi = steps.Door.Kind == FrontDoorKind.RestApi;
            if (isRestApi || bare == steps.Actual)
            {
                return isRestApi ? Diagnosis.Of(GatewayErrorsWithoutCors.Help, evidence, GatewayResponseWithoutCors.Help) : Diagnosis.Of(LiveHelp.FrontDoorError, evidence);
            }
        }

        return null;
    }

    private static string Said(ProbeStep step) => step.Fingerprint.GatewayMessage is { } message ? $" \"{message}\" from API Gateway itself" : "";
}
