using CorsKit.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit.Sources;

/// <summary>
/// Asks one source for one policy, and remembers: a bounded number of answers for a bounded time, and one question under way
/// for each key however many requests wait for it. Errors close the door, except to whom the last good answer let in for as
/// long as the grace lasts.
/// </summary>
internal sealed class OriginLookup(string policyName, OriginSources sources)
{
    /// <summary>
    /// How many questions may be without an answer at a time, those that timed out included: a source that blocks holds a thread for each.
    /// </summary>
    public const int MaxUnanswered = 100;

    private readonly Lock _lock = new();
    private readonly RecentAnswers _answers = new();
    private readonly Dictionary<OriginKey, TaskCompletionSource<OriginFinding>> _underWay = [];
    private long _failures;
    private int _unanswered;

    /// <summary>How many answers are remembered, of each kind.</summary>
    public (int Allowed, int Refused) Remembered
    {
        get
        {
            lock (_lock)
            {
                return _answers.Count;
            }
        }
    }

    private long Now => sources.Time.GetUtcNow().UtcTicks;

    /// <summary>Whether it is one of these sources'.</summary>
    public bool IsOf(OriginSources others) => ReferenceEquals(sources, others);

    /// <summary>An answer that still holds, or null. Every request asks for it, and none waits for another.</summary>
    /// <param name="origin">The origin.</param>
    /// <param name="tenant">The tenant, where there are any.</param>
    /// <param name="policy">Only what this policy has evaluated before; null for any answer.</param>
    public RecentAnswer? FindRemembered(string origin, string? tenant, GatewayCorsPolicy? policy = null)
    {
        if (_answers.Find(origin, tenant) is not { } answer || (policy is not null && answer.VerdictOf(policy) is null) || !answer.IsFresh(Now))
        {
            return null;
        }

        if (!answer.IsUsed)
        {
            answer.IsUsed = true;
        }

        sources.Counter.Count(policyName, OriginLookupResult.Remembered);
        return answer;
    }

    /// <summary>Never fails. The source is that of the policies in force, whose rule may be another than before a reload.</summary>
    public ValueTask<OriginFinding> FindAsync(OriginKey key, PolicySource source)
    {
        TaskCompletionSource<OriginFinding>? question;
        RecentAnswer? last;
        bool isFirst, isAsked = false;
        lock (_lock)
        {
            last = _answers.Find(key.Origin, key.Tenant);
            if (last?.IsFresh(Now) == true)
            {
                last.IsUsed = true;
                sources.Counter.Count(policyName, OriginLookupResult.Remembered);
                return new(last.Finding);
            }

            isFirst = !_underWay.TryGetValue(key, out question);
            if (isFirst && Volatile.Read(ref _unanswered) < MaxUnanswered)
            {
                isAsked = true;
                Interlocked.Increment(ref _unanswered);
                _underWay[key] = question = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        if (isAsked)
        {
            _ = AskAsync(key, source, question!);
        }

        return question is null ? new(Refuse(last, source)) : new(question.Task);
    }

    /// <summary>After a reload: the answers hold on, and not what the policy that it replaced made of them, which would keep each version that was ever in force.</summary>
    public void ForgetVerdicts()
    {
        lock (_lock)
        {
            _answers.ForgetVerdicts();
        }
    }

    /// <summary>Asks for many at once, and remembers what is said.</summary>
    public async Task WarmUpAsync(string? tenant, List<string> origins, PolicySource source)
    {
        if (Volatile.Read(ref _unanswered) >= MaxUnanswered)
        {
            Log.WarmUpFailed(sources.Logger, source.Name, policyName, TooManyUnanswered(source));
            return;
        }

        Interlocked.Increment(ref _unanswered);
        using var limit = new CancellationTokenSource(OriginSources.WarmUpLimit, sources.Time);
        var asked = Now;
        try
        {
            var answers = await RunAsync(source, (s, cancel) => s.AreAllowedAsync(origins, new OriginSourceContext { PolicyName = policyName, Tenant = tenant }, cancel), limit.Token)
                .WaitAsync(OriginSources.WarmUpLimit, sources.Time).ConfigureAwait(false);
            if (answers.Count != origins.Count)
            {
                throw new InvalidOperationException($"{source.Name} gave {answers.Count} answers for {origins.Count} origins.");
            }

            for (var i = 0; i < origins.Count; i++)
            {
                Remember(new OriginKey(origins[i], tenant), answers[i], source.Options, asked);
            }
        }
#pragma warning disable CA1031 // Without a warm-up the first requests ask.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.WarmUpFailed(sources.Logger, source.Name, policyName, exception);
        }
    }

    /// <summary>
    /// Where too many questions are without an answer, this one is not asked: the door stays closed, except to whom the grace lets in. Nothing is
    /// remembered of it.
    /// </summary>
    private OriginFinding Refuse(RecentAnswer? last, PolicySource source)
    {
        var isInGrace = last?.IsInGrace(Now) == true;
        sources.Counter.Count(policyName, isInGrace ? OriginLookupResult.Grace : OriginLookupResult.NotAsked);
        if (Interlocked.Increment(ref _failures) == 1)
        {
            Log.SourceFailed(sources.Logger, source.Name, policyName, TooManyUnanswered(source));
        }

        return isInGrace ? OriginFinding.Allowed : OriginFinding.Unverified;
    }

    private static TimeoutException TooManyUnanswered(PolicySource source) => new($"{source.Name} has left {MaxUnanswered} questions without an answer; it is not asked before it answers some of them.");

    private async Task AskAsync(OriginKey key, PolicySource source, TaskCompletionSource<OriginFinding> question)
    {
        var finding = OriginFinding.Unverified;
        try
        {
            (finding, var result) = await FindOutAsync(key, source).ConfigureAwait(false);
            sources.Counter.Count(policyName, result);
        }
        finally
        {
            // A logger or a listener may throw, and whoever waits, now or later, must not wait for ever.
            lock (_lock)
            {
                _underWay.Remove(key);
            }

            question.SetResult(finding);
        }
    }

    private async Task<(OriginFinding Finding, OriginLookupResult Result)> FindOutAsync(OriginKey key, PolicySource source)
    {
        var options = source.Options;
        var asked = Now;
        try
        {
            using var limit = new CancellationTokenSource(options.Timeout, sources.Time);
            var answer = await RunAsync(source, (s, cancel) => s.IsAllowedAsync(key.Origin, new OriginSourceContext { PolicyName = policyName, Tenant = key.Tenant }, cancel), limit.Token)
                .WaitAsync(options.Timeout, sources.Time).ConfigureAwait(false);
            var finding = Remember(key, answer, options, asked);
            if (Interlocked.Exchange(ref _failures, 0) is > 0 and var failures)
            {
                Log.SourceRecovered(sources.Logger, source.Name, policyName, failures);
            }

            return (finding, finding == OriginFinding.Allowed ? OriginLookupResult.Allowed : OriginLookupResult.Refused);
        }
#pragma warning disable CA1031 // Whatever a source throws, the request is answered.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var finding = RememberFailure(key, options);
            var result = finding == OriginFinding.Allowed ? OriginLookupResult.Grace
                : exception is TimeoutException or OperationCanceledException ? OriginLookupResult.TimedOut
                : OriginLookupResult.Failed;

            // The first of a row: a store that is down would fill the log.
            if (Interlocked.Increment(ref _failures) == 1)
            {
                Log.SourceFailed(sources.Logger, source.Name, policyName, exception);
            }

            return (finding, result);
        }
    }

    /// <summary>
    /// On another thread, so that a source that blocks is left behind in time, and without the caller's execution context, so
    /// that no ambient state of one request (IHttpContextAccessor) gets into an answer that others are given. The question has been counted.
    /// </summary>
    private Task<T> RunAsync<T>(PolicySource source, Func<IOriginSource, CancellationToken, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(
                async () =>
                {
                    try
                    {
                        var scope = sources.Services.CreateAsyncScope();
                        await using (scope.ConfigureAwait(false))
                        {
                            return await ask(source.Open(scope.ServiceProvider), cancellationToken).ConfigureAwait(false);
                        }
                    }
                    finally
                    {
                        // Not before it has come back, however long ago nobody waited any more.
                        Interlocked.Decrement(ref _unanswered);
                    }
                },
                CancellationToken.None);
        }
    }

    /// <summary>An answer ages from the question on, not from when it arrives: a Lambda sandbox may have been frozen in between.</summary>
    private OriginFinding Remember(OriginKey key, OriginAnswer answer, OriginSourceOptions options, long asked)
    {
        lock (_lock)
        {
            // A warm-up takes its time: what was asked for later, and still holds, is newer than its answer.
            var now = Now;
            if (_answers.Find(key.Origin, key.Tenant) is { } known && known.Finding != OriginFinding.Unverified && known.Given > asked && known.IsFresh(now))
            {
                return known.Finding;
            }

            var end = answer.Until?.UtcTicks ?? long.MaxValue;
            if (!answer.IsAllowed || end <= now)
            {
                _answers.Set(new(key, OriginFinding.Refused, asked, asked + options.RefusedLifetime.Ticks, 0), options.MaxEntries);
                return OriginFinding.Refused;
            }

            var freshUntil = Math.Min(asked + options.AllowedLifetime.Ticks, end);
            _answers.Set(new(key, OriginFinding.Allowed, asked, freshUntil, Math.Min(freshUntil + options.GraceLifetime.Ticks, end)), options.MaxEntries);
            return OriginFinding.Allowed;
        }
    }

    private OriginFinding RememberFailure(OriginKey key, OriginSourceOptions options)
    {
        lock (_lock)
        {
            var now = Now;
            var retry = now + options.RetryAfter.Ticks;
            if (_answers.Find(key.Origin, key.Tenant) is { } last && last.IsInGrace(now))
            {
                _answers.Set(last.FreshUntil(retry), options.MaxEntries);
                return OriginFinding.Allowed;
            }

            _answers.Set(new(key, OriginFinding.Unverified, now, retry, 0), options.MaxEntries);
            return OriginFinding.Unverified;
        }
    }
}
