using CorsKit.Testing;

namespace CorsKit.Tool.Probing.Causes;

/// <summary>What is allowed, and what is not.</summary>
internal static class PolicyCauses
{
    /// <summary>The settings allow what what is live does not.</summary>
    public static Cause? FindUndeployed(Trials trials) =>
        trials.IsBlocked && trials.Policy is { Differences.Count: > 0 } policy && (trials.HasCors || trials.VariesByOrigin)
            ? Cause.Of("CK711", $"{string.Join("; ", policy.Differences)}.") : null;

    public static Cause? FindRefusal(Trials trials)
    {
        var (preflight, origin) = (trials.Preflight, trials.Request.Origin);
        var said = trials.Policy is null ? "" : " The settings say the same.";
        return preflight.Outcome.Failure switch
        {
            FetchFailure.MethodNotAllowed => Cause.Of("CK702", $"{preflight.Outcome.Cause}{said}"),
            FetchFailure.HeaderNotAllowed => Cause.Of("CK703", $"{preflight.Outcome.Cause}{said}"),
            FetchFailure.InvalidAllowMethods or FetchFailure.InvalidAllowHeaders => Cause.Of("CK708", preflight.Outcome.Cause!),
            _ when trials.Actual.Outcome.Failure == FetchFailure.MissingAllowOrigin && trials.Actual.Evidence.GatewayMessage is null && !trials.Pages.Any(trial => trial.AllowOrigin is not null)
                => Cause.Of("CK701", $"No response allows {origin}{(trials.VariesByOrigin ? ", and Vary says that the answer depends on the origin" : "")}.{said}"),
            FetchFailure.MissingAllowOrigin or FetchFailure.PreflightStatus => Cause.Of("CK719", $"{preflight.Outcome.Cause}"),
            _ => null,
        };
    }

    /// <summary>A stranger may read what he asks for.</summary>
    public static Cause? FindOpenDoor(Trials trials)
    {
        if (trials.Foreign is { AllowsCredentials: true } stranger && stranger.AllowOrigin == ProbeRequest.ForeignOrigin)
        {
            return Cause.Of("CK718", $"{ProbeRequest.ForeignOrigin}, which nobody knows, may read responses with credentials.");
        }

        // Where everybody may, no shape of an origin is a surprise.
        var open = trials.Foreign.AllowOrigin is "*" or ProbeRequest.ForeignOrigin ? []
            : trials.All.Where(trial => trial.Kind == TrialKind.Scanner && trial.AllowOrigin == trial.Origin && !IsMeant(trial, trials.Policy)).ToList();
        return open.Count > 0 ? Cause.Of("CK718", $"Allowed, though {trials.Request.Origin} alone was meant: {string.Join(", ", open.Select(trial => trial.Origin))}.") : null;
    }

    /// <summary>Subdomains and other names may be meant, which the settings tell; without them it is not for us to say.</summary>
    private static bool IsMeant(Trial trial, LivePolicy? policy) =>
        policy?.Allows(trial.Origin!) ?? trial.Title.EndsWith("subdomain of friend", StringComparison.Ordinal);

    public static Cause? FindDrift(Trials trials) =>
        trials.Policy is not { Differences.Count: > 0 } policy ? null
        : trials is { Door.Kind: FrontDoorKind.RestApi, HasStaticPreflightBesideLivelyApp: true }
            ? Cause.Of("CK112", $"Preflights get one fixed answer, which is not the app's: {string.Join("; ", policy.Differences)}.")
            : Cause.Of("CK711", $"{string.Join("; ", policy.Differences)}.");
}
