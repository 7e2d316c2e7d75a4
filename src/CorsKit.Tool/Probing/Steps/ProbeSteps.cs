using CorsKit.Policies;
using CorsKit.Testing.Browsers;
using CorsKit.Testing;

namespace CorsKit.Tool.Probing.Steps;

/// <summary>All that one probe sent and saw, and what it was asked: what causes are found in.</summary>
internal sealed class ProbeSteps(ProbeRequest request, PolicyRules? rules, IReadOnlyList<ProbeStep> all)
{
    public ProbeRequest Request { get; } = request;

    public IReadOnlyList<ProbeStep> All { get; } = all;

    /// <summary>That of the settings, where they were given.</summary>
    public LivePolicy? Policy => field ??= rules is null ? null : new LivePolicy(rules, this);

    public ProbedDoor Door { get; } = new(all);

    /// <summary>The preflight that a browser refuses, else the first.</summary>
    public ProbeStep Preflight { get; } = all.FirstOrDefault(step => step is { Kind: ProbeStepKind.Preflight, Outcome.Readable: false }) ?? all.First(step => step.Kind == ProbeStepKind.Preflight);

    /// <summary>The request that a page cannot read, else the first.</summary>
    public ProbeStep Actual { get; } = all.FirstOrDefault(step => step is { Kind: ProbeStepKind.Actual, Outcome.Readable: false }) ?? all.First(step => step.Kind == ProbeStepKind.Actual);

    public ProbeStep NoOrigin => Of(ProbeStepKind.NoOrigin);

    public ProbeStep Foreign => Of(ProbeStepKind.Foreign);

    public ProbeStep ForeignPreflight => Of(ProbeStepKind.ForeignPreflight);

    public ProbeStep MissingPath => Of(ProbeStepKind.MissingPath);

    public ProbeStep UnknownMethod => Of(ProbeStepKind.UnknownMethod);

    /// <summary>Whether any response says that it depends on Origin.</summary>
    public bool VariesByOrigin => All.Any(step => step.Fingerprint.VariesByOrigin);

    public bool HasCors => All.Any(step => step.HasCors);

    /// <summary>Whether a page that sends what was asked for would be stopped somewhere.</summary>
    public bool IsBlocked => !Preflight.Outcome.Readable || !Actual.Outcome.Readable;

    /// <summary>Whether the preflights come from something that says the same to everybody, and the requests do not.</summary>
    public bool HasStaticPreflightBesideLivelyApp =>
        Preflight.AllowOrigin is { } origin && ForeignPreflight.AllowOrigin == origin && Foreign.AllowOrigin != origin && Foreign.Status is not null;

    /// <summary>The configuration of an HTTP API answers a preflight only where all of it matches; an app names what it has.</summary>
    public bool IsGatewaysPreflight =>
        Door.Kind == FrontDoorKind.HttpApi && All.Any(step => step.Kind == ProbeStepKind.Preflight && step.AllowOrigin is not null) && UnknownMethod is { IsOk: true, AllowOrigin: null };

    public IEnumerable<ProbeStep> Pages => All.Where(step => step.Origin == Request.Origin);

    public bool IsFault(FetchFailure failure) => Preflight.Outcome.Failure == failure || Actual.Outcome.Failure == failure;

    private ProbeStep Of(ProbeStepKind kind) => All.First(step => step.Kind == kind);
}
