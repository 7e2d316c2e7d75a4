namespace CorsKit.Sources;

/// <summary>An origin, and the tenant that is asked about it.</summary>
internal sealed record OriginKey(string Origin, string? Tenant);

/// <summary>An answer and how long it holds, in ticks of UTC: the clock that goes on while a Lambda sandbox is frozen.</summary>
internal sealed class RecentAnswer(OriginKey key, OriginFinding finding, long given, long freshUntil, long graceUntil)
{
    private readonly long _graceUntil = graceUntil;

    // What the policy that asked last made of it: its verdict, or the policy itself where every verdict would be the same.
    private object? _evaluated;

    public string Origin { get; } = key.Origin;

    public string? Tenant { get; } = key.Tenant;

    public OriginFinding Finding { get; } = finding;

    public long Given { get; } = given;

    /// <summary>The next one in its bucket of <see cref="RecentAnswers"/>, which is read while others write.</summary>
    public volatile RecentAnswer? Next;

    /// <summary>Those that came right after and before it, in the order in which they are dropped.</summary>
    public RecentAnswer? Newer;

    public RecentAnswer? Older;

    /// <summary>Whether it was used since its turn to be dropped came last. Set without a lock; whoever sets it again writes nothing.</summary>
    public bool IsUsed;

    /// <summary>A clock that was set back makes answers old, not young.</summary>
    public bool IsFresh(long now) => Given <= now && now < freshUntil;

    public bool IsInGrace(long now) => Finding == OriginFinding.Allowed && Given <= now && now < _graceUntil;

    /// <summary>The same answer, fresh until a failed source may be asked again.</summary>
    public RecentAnswer FreshUntil(long retry) => new(new OriginKey(Origin, Tenant), Finding, Given, Math.Min(retry, _graceUntil), _graceUntil);

    /// <summary>The verdict of a policy that has evaluated the answer before; null where it has not, or another did since.</summary>
    public OriginVerdict? VerdictOf(GatewayCorsPolicy policy) =>
        Finding == OriginFinding.Allowed ? _evaluated is OriginVerdict verdict && verdict.IsOf(policy) ? verdict : null
        : ReferenceEquals(_evaluated, policy) ? Refusal
        : null;

    /// <summary>The verdict of a policy, which must be one that may ask about the origin and has no pattern that allows it.</summary>
    public OriginVerdict Evaluate(GatewayCorsPolicy policy)
    {
        if (VerdictOf(policy) is { } known)
        {
            return known;
        }

        var verdict = Finding == OriginFinding.Allowed ? new OriginVerdict(policy, Origin, policy.FullAnswer) : Refusal;
        _evaluated = verdict.IsAllowed ? verdict : policy;
        return verdict;
    }

    /// <summary>What is remembered for long keeps no policy that is in force no more.</summary>
    public void ForgetVerdict() => _evaluated = null;

    private OriginVerdict Refusal => Finding == OriginFinding.Unverified ? OriginVerdict.Unverified : OriginVerdict.NotAllowed;
}
