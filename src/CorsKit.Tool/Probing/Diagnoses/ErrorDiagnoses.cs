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
            ? Diagnosis.Of(WithFix(LiveHelp.FailedPreflight, preflight), $"The preflight got {preflight.Status}{Said(preflight)}.") : null;
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
                return Diagnosis.Of(FrontDoorError.Of(bare.Fingerprint) is null ? LiveHelp.ErrorsWithoutCors : WithFix(LiveHelp.FrontDoorError, bare), evidence);
            }

            // An HTTP API's answer for a path without route cannot be given headers, and no page asks for such a path in earnest.
            var isRestApi = steps.Door.Kind == FrontDoorKind.RestApi;
            if (isRestApi || bare == steps.Actual)
            {
                return isRestApi ? Diagnosis.Of(WithFix(GatewayErrorsWithoutCors.Help, bare), evidence, GatewayResponseWithoutCors.Help) : Diagnosis.Of(WithFix(LiveHelp.FrontDoorError, bare), evidence);
            }
        }

        return null;
    }

    /// <summary>What fixes the error itself depends on the door: more throughput, an answer in time, a smaller response.</summary>
    private static RuleHelp WithFix(RuleHelp help, ProbeStep step) => FrontDoorError.Of(step.Fingerprint) is { } error ? help with { Fix = error.Fix } : help;

    private static string Said(ProbeStep step) => step.Fingerprint.GatewayMessage is { } message ? $" \"{message}\" from API Gateway itself" : "";
}
