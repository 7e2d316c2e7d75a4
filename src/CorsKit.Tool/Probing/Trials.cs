using CorsKit.Policies;
using CorsKit.Testing;

namespace CorsKit.Tool.Probing;

/// <summary>All that one probe sent and saw, and what it was asked: what causes are found in.</summary>
internal sealed class Trials(ProbeRequest request, PolicyRules? rules, IReadOnlyList<Trial> all)
{
    public ProbeRequest Request { get; } = request;

    public IReadOnlyList<Trial> All { get; } = all;

    /// <summary>That of the settings, where they were given.</summary>
    public LivePolicy? Policy => field ??= rules is null ? null : new LivePolicy(rules, this);

    public FrontDoorSigns Door { get; } = new(request.Url, all);

    /// <summary>The preflight that a browser refuses, else the first.</summary>
    public Trial Preflight { get; } = all.FirstOrDefault(trial => trial is { Kind: TrialKind.Preflight, Outcome.Readable: false }) ?? all.First(trial => trial.Kind == TrialKind.Preflight);

    /// <summary>The request that a page cannot read, else the first.</summary>
    public Trial Actual { get; } = all.FirstOrDefault(trial => trial is { Kind: TrialKind.Actual, Outcome.Readable: false }) ?? all.First(trial => trial.Kind == TrialKind.Actual);

    public Trial NoOrigin => Of(TrialKind.NoOrigin);

    public Trial Foreign => Of(TrialKind.Foreign);

    public Trial ForeignPreflight => Of(TrialKind.ForeignPreflight);

    public Trial MissingPath => Of(TrialKind.MissingPath);

    public Trial UnknownMethod => Of(TrialKind.UnknownMethod);

    /// <summary>Whether any response says that it depends on Origin.</summary>
    public bool VariesByOrigin => All.Any(trial => trial.Evidence.VariesByOrigin);

    public bool HasCors => All.Any(trial => trial.HasCors);

    /// <summary>Whether a page that sends what was asked for would be stopped somewhere.</summary>
    public bool IsBlocked => !Preflight.Outcome.Readable || !Actual.Outcome.Readable;

    /// <summary>Whether the preflights come from something that says the same to everybody, and the requests do not.</summary>
    public bool HasStaticPreflightBesideLivelyApp =>
        Preflight.AllowOrigin is { } origin && ForeignPreflight.AllowOrigin == origin && Foreign.AllowOrigin != origin && Foreign.Status is not null;

    /// <summary>The configuration of an HTTP API answers a preflight only where all of it matches; an app names what it has.</summary>
    public bool IsGatewaysPreflight =>
        Door.Kind == FrontDoorKind.HttpApi && All.Any(trial => trial.Kind == TrialKind.Preflight && trial.AllowOrigin is not null) && UnknownMethod is { IsOk: true, AllowOrigin: null };

    public IEnumerable<Trial> Pages => All.Where(trial => trial.Origin == Request.Origin);

    public bool IsFault(FetchFailure failure) => Preflight.Outcome.Failure == failure || Actual.Outcome.Failure == failure;

    private Trial Of(TrialKind kind) => All.First(trial => trial.Kind == kind);
}
