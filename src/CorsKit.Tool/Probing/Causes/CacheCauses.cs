using CorsKit.Testing;

namespace CorsKit.Tool.Probing.Causes;

/// <summary>A shared cache that does not tell origins apart.</summary>
internal static class CacheCauses
{
    public static Cause? Find(Trials trials) =>
        FindPreflight(trials) ?? FindBareAnswer(trials) ?? FindForeignAnswer(trials) ?? FindStoredAnswer(trials);

    private static Cause? FindPreflight(Trials trials) =>
        trials.All.FirstOrDefault(trial => trial.Exchange.IsPreflight && trial.Evidence.IsFromSharedCache && trial.AllowOrigin is { } origin
            && origin != "*" && origin != trial.Origin) is { } stored
            ? Cause.Of("CK508", $"The preflight of {stored.Origin} was answered from a cache, with the answer to {stored.AllowOrigin}.") : null;

    /// <summary>
    /// The page could read the first answer of one URL, and a later one had no CORS header at all: it was stored before the headers were on it, which a
    /// cache between page and API does not do.
    /// </summary>
    private static Cause? FindBareAnswer(Trials trials)
    {
        var requests = trials.All.Where(trial => trial.Kind == TrialKind.PageFirst && trial.Origin == trials.Request.Origin).ToList();
        return requests is [{ Outcome.Readable: true } first, { Outcome.Failure: FetchFailure.MissingAllowOrigin, HasCors: false } again] && again.Status == first.Status
            ? Cause.Of("CK722", $"\"{again.Title}\" has no CORS header{From(again)}; the first request of the same URL could be read.")
            : null;
    }

    /// <summary>A stranger was given what the page was given, or the page what the stranger was.</summary>
    private static Cause? FindForeignAnswer(Trials trials)
    {
        var page = trials.Request.Origin;
        var strangers = trials.All.Where(trial => trial.Origin == ProbeRequest.ForeignOrigin && !trial.Exchange.IsPreflight);
        if (strangers.FirstOrDefault(trial => trial.AllowOrigin == page && IsRemembered(trials, trial)) is { } stranger)
        {
            return Of(trials, $"\"{stranger.Title}\" was answered for {page}{From(stranger)}.");
        }

        return trials.All.LastOrDefault(trial => trial.Kind == TrialKind.StrangerFirst) is { Outcome.Readable: false } stored
            && stored.Origin == page && trials.Actual.Outcome.Readable && stored.Status == trials.Actual.Status
            ? Of(trials, $"\"{stored.Title}\" got what the stranger had got before (Access-Control-Allow-Origin: {stored.AllowOrigin ?? "none"}){From(stored)}; "
                + "the same request of another URL can be read.") : null;
    }

    /// <summary>The very first request of the page was answered by what lay there already.</summary>
    private static Cause? FindStoredAnswer(Trials trials) =>
        trials.Actual is { Outcome.Failure: FetchFailure.MissingAllowOrigin or FetchFailure.AllowOriginMismatch, Evidence.IsFromSharedCache: true } stored && trials.Preflight.Outcome.Readable
            ? Of(trials, $"The page's request was answered from a cache (Access-Control-Allow-Origin: {stored.AllowOrigin ?? "none"}), while its preflight, which is not cached, is allowed.") : null;

    /// <summary>From a cache that says so; or from one that does not, where the same request of another URL was answered otherwise.</summary>
    private static bool IsRemembered(Trials trials, Trial trial) =>
        trial.Evidence.IsFromSharedCache ? trials.ForeignPreflight.AllowOrigin != trials.Request.Origin : trial.Kind == TrialKind.PageFirst && trials.Foreign.AllowOrigin != trials.Request.Origin;

    private static string From(Trial trial) => trial.Header("X-Cache") is { } cache ? $" (X-Cache: {cache})" : trial.Header("Age") is { } age ? $" (Age: {age})" : "";

    private static Cause Of(Trials trials, string evidence) => trials.Door switch
    {
        { BehindCloudFront: true } => Cause.Of("CK502", evidence),
        { Kind: FrontDoorKind.RestApi } => Cause.Of("CK116", evidence, "CK710"),
        _ => Cause.Of("CK710", evidence),
    };
}
