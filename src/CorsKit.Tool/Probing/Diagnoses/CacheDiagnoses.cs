using CorsKit.Testing.Browsers;
using CorsKit.Tool.Probing.Steps;
using CorsKit.Tool.Rules;
using CorsKit.Tool.Rules.CloudFront;
using CorsKit.Tool.Rules.Rest;
using CorsKit.Testing;

namespace CorsKit.Tool.Probing.Diagnoses;

/// <summary>A shared cache that does not tell origins apart.</summary>
internal static class CacheDiagnoses
{
    public static Diagnosis? Find(ProbeSteps steps) =>
        FindPreflight(steps) ?? FindBareAnswer(steps) ?? FindForeignAnswer(steps) ?? FindStoredAnswer(steps);

    private static Diagnosis? FindPreflight(ProbeSteps steps) =>
        steps.All.FirstOrDefault(step => step.Exchange.IsPreflight && step.Fingerprint.IsFromSharedCache && step.AllowOrigin is { } origin
            && origin != "*" && origin != step.Origin) is { } stored
            ? Diagnosis.Of(CachedPreflight.Help, $"The preflight of {stored.Origin} was answered from a cache, with the answer to {stored.AllowOrigin}.") : null;

    /// <summary>
    /// The page could read the first answer of one URL, and a later one had no CORS header at all: it was stored before the headers were on it, which a
    /// cache between page and API does not do.
    /// </summary>
    private static Diagnosis? FindBareAnswer(ProbeSteps steps)
    {
        var requests = steps.All.Where(step => step.Kind == ProbeStepKind.PageFirst && step.Origin == steps.Request.Origin).ToList();
        return requests is [{ Outcome.Readable: true } first, { Outcome.Failure: FetchFailure.MissingAllowOrigin, HasCors: false } again] && again.Status == first.Status
            ? Diagnosis.Of(LiveHelp.AppCacheFirst, $"\"{again.Title}\" has no CORS header{From(again)}; the first request of the same URL could be read.")
            : null;
    }

    /// <summary>An untrusted origin was given what the page was given, or the page what the untrusted origin was.</summary>
    private static Diagnosis? FindForeignAnswer(ProbeSteps steps)
    {
        var page = steps.Request.Origin;
        var untrusted = steps.All.Where(step => step.Origin == ProbeRequest.ForeignOrigin && !step.Exchange.IsPreflight);
        if (untrusted.FirstOrDefault(step => step.AllowOrigin == page && IsRemembered(steps, step)) is { } mistaken)
        {
            return Of(steps, $"\"{mistaken.Title}\" was answered for {page}{From(mistaken)}.");
        }

        return steps.All.LastOrDefault(step => step.Kind == ProbeStepKind.UntrustedFirst) is { Outcome.Readable: false } stored
            && stored.Origin == page && steps.Actual.Outcome.Readable && stored.Status == steps.Actual.Status
            ? Of(steps, $"\"{stored.Title}\" got what the untrusted origin had got before (Access-Control-Allow-Origin: {stored.AllowOrigin ?? "none"}){From(stored)}; "
                + "the same request of another URL can be read.") : null;
    }

    /// <summary>The very first request of the page was answered by what lay there already.</summary>
    private static Diagnosis? FindStoredAnswer(ProbeSteps steps) =>
        steps.Actual is { Outcome.Failure: FetchFailure.MissingAllowOrigin or FetchFailure.AllowOriginMismatch, Fingerprint.IsFromSharedCache: true } stored && steps.Preflight.Outcome.Readable
            ? Of(steps, $"The page's request was answered from a cache (Access-Control-Allow-Origin: {stored.AllowOrigin ?? "none"}), while its preflight, which is not cached, is allowed.") : null;

    /// <summary>From a cache that says so; or from one that does not, where the same request of another URL was answered otherwise.</summary>
    private static bool IsRemembered(ProbeSteps steps, ProbeStep step) =>
        step.Fingerprint.IsFromSharedCache ? steps.ForeignPreflight.AllowOrigin != steps.Request.Origin : step.Kind == ProbeStepKind.PageFirst && steps.Foreign.AllowOrigin != steps.Request.Origin;

    private static string From(ProbeStep step) => step.Header("X-Cache") is { } cache ? $" (X-Cache: {cache})" : step.Header("Age") is { } age ? $" (Age: {age})" : "";

    private static Diagnosis Of(ProbeSteps steps, string evidence) => steps.Door switch
    {
        { BehindCloudFront: true } => Diagnosis.Of(OriginNotInKey.Help, evidence),
        { Kind: FrontDoorKind.RestApi } => Diagnosis.Of(StageCacheIgnoresOrigin.Help, evidence, LiveHelp.SharedCache),
        _ => Diagnosis.Of(LiveHelp.SharedCache, evidence),
    };
}
