using CorsKit.Testing.Browsers;
using CorsKit.Tool.Probing.Steps;
using CorsKit.Tool.Rules;
using CorsKit.Tool.Rules.Rest;
using CorsKit.Testing;

namespace CorsKit.Tool.Probing.Diagnoses;

/// <summary>What is allowed, and what is not.</summary>
internal static class PolicyDiagnoses
{
    /// <summary>The settings allow something that is not live.</summary>
    public static Diagnosis? FindUndeployed(ProbeSteps steps) =>
        steps.IsBlocked && steps.Policy is { Differences.Count: > 0 } policy && (steps.HasCors || steps.VariesByOrigin)
            ? Diagnosis.Of(LiveHelp.NotDeployed, $"{string.Join("; ", policy.Differences)}.") : null;

    public static Diagnosis? FindRefusal(ProbeSteps steps)
    {
        var (preflight, origin) = (steps.Preflight, steps.Request.Origin);
        var said = steps.Policy is null ? "" : " The settings say the same.";
        return preflight.Outcome.Failure switch
        {
            FetchFailure.MethodNotAllowed => Diagnosis.Of(LiveHelp.MethodNotAllowed, $"{preflight.Outcome.Diagnosis}{said}"),
            FetchFailure.HeaderNotAllowed => Diagnosis.Of(LiveHelp.HeaderNotAllowed, $"{preflight.Outcome.Diagnosis}{said}"),
            FetchFailure.InvalidAllowMethods or FetchFailure.InvalidAllowHeaders => Diagnosis.Of(LiveHelp.InvalidValue, preflight.Outcome.Diagnosis!),
            _ when steps.Actual.Outcome.Failure == FetchFailure.MissingAllowOrigin && steps.Actual.Fingerprint.GatewayMessage is null && !steps.Pages.Any(step => step.AllowOrigin is not null)
                => Diagnosis.Of(LiveHelp.OriginNotAllowed, $"No response allows {origin}{(steps.VariesByOrigin ? ", and Vary says that the answer depends on the origin" : "")}.{said}"),
            FetchFailure.MissingAllowOrigin or FetchFailure.PreflightStatus => Diagnosis.Of(LiveHelp.UnansweredPreflight, $"{preflight.Outcome.Diagnosis}"),
            _ => null,
        };
    }

    /// <summary>An untrusted origin may read what it asks for.</summary>
    public static Diagnosis? FindOpenDoor(ProbeSteps steps)
    {
        if (steps.Foreign is { AllowsCredentials: true } untrusted && untrusted.AllowOrigin == ProbeRequest.ForeignOrigin)
        {
            return Diagnosis.Of(LiveHelp.UnintendedOrigin, $"{ProbeRequest.ForeignOrigin}, which nobody knows, may read responses with credentials.");
        }

        // Where everybody may, no shape of an origin is a surprise.
        var open = steps.Foreign.AllowOrigin is "*" or ProbeRequest.ForeignOrigin ? []
            : steps.All.Where(step => step.Kind == ProbeStepKind.Scanner && step.AllowOrigin == step.Origin && !IsMeant(step, steps.Policy)).ToList();
        return open.Count > 0 ? Diagnosis.Of(LiveHelp.UnintendedOrigin, $"Allowed, though {steps.Request.Origin} alone was meant: {string.Join(", ", open.Select(step => step.Origin))}.") : null;
    }

    /// <summary>Subdomains and other names may be meant, which the settings tell; without them it is not for us to say.</summary>
    private static bool IsMeant(ProbeStep step, LivePolicy? policy) =>
        policy?.Allows(step.Origin!) ?? step.Title.EndsWith("subdomain of the trusted origin", StringComparison.Ordinal);

    public static Diagnosis? FindDrift(ProbeSteps steps) =>
        steps.Policy is not { Differences.Count: > 0 } policy ? null
        : steps is { Door.Kind: FrontDoorKind.RestApi, HasStaticPreflightBesideLivelyApp: true }
            ? Diagnosis.Of(PreflightDrift.Help, $"Preflights get one fixed answer, which is not the app's: {string.Join("; ", policy.Differences)}.")
            : Diagnosis.Of(LiveHelp.NotDeployed, $"{string.Join("; ", policy.Differences)}.");
}
