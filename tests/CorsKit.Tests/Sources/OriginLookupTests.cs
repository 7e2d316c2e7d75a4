using System.Diagnostics.Metrics;
using CorsKit.Sources;
using CorsKit.Tests.Hosts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace CorsKit.Tests.Sources;

/// <summary>What is remembered of a source, for how long, and what happens when it fails.</summary>
public sealed class OriginLookupTests : OriginLookupCases
{
    internal override PolicySource Source(ScriptedSource source, OriginSourceOptions options) => new(typeof(ScriptedSource), options);
}

/// <summary>The same of a rule in code.</summary>
public sealed class RuleLookupTests : OriginLookupCases
{
    internal override PolicySource Source(ScriptedSource source, OriginSourceOptions options) => new(typeof(OriginRule), options) { Rule = new(source.IsAllowedAsync) };
}

public abstract class OriginLookupCases : IDisposable
{
    private const string Origin = "https://stored.example";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly ScriptedSource _source = new();
    private readonly LogLines _log = new();
    private readonly ServiceProvider _services;
    private readonly OriginSources _sources;
    private readonly SourcedPolicy _policy;
    private readonly OriginSourceOptions _options;

    protected OriginLookupCases()
    {
        _services = new ServiceCollection().AddMetrics().AddSingleton<TimeProvider>(_time).AddSingleton(_source).BuildServiceProvider();
        _sources = new OriginSources(_services, _log.CreateLogger("CorsKit"));
        _options = new OriginSourceOptions { MaxEntries = 10 };
        _policy = new SourcedPolicy("tenants", GatewayCorsPolicy.RefuseAll, Source(_source, _options));
    }

    internal abstract PolicySource Source(ScriptedSource source, OriginSourceOptions options);

    private OriginLookup Lookup => _sources[_policy];

    /// <summary>What was logged: number, text, and the exception's message.</summary>
    private IEnumerable<string> Logged => _log.All.Select(line => $"{line.Id.Id} {line.Text}{(line.Exception is null ? "" : " " + line.Exception.Message)}");

    public void Dispose()
    {
        _services.Dispose();
        _log.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<string> FindAsync(string origin = Origin, string? tenant = null) =>
        (await Lookup.FindAsync(new OriginKey(origin, tenant), _policy.Source)).ToString();

    private void Allow() => _source.Allow(Origin);

    private void Fail() => _source.Answer = (_, _, _) => throw new IOException("down");

    [Fact]
    public async Task Answers_are_remembered_for_their_lifetime_and_asked_for_again_after_it()
    {
        Allow();
        Assert.Equal(("Allowed", "Refused"), (await FindAsync(), await FindAsync("https://other.example")));
        _time.Advance(_options.RefusedLifetime - TimeSpan.FromTicks(1));
        Assert.Equal(("Allowed", "Refused", 2), (await FindAsync(), await FindAsync("https://other.example"), _source.Asked.Count));

        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(("Allowed", "Refused", 3), (await FindAsync(), await FindAsync("https://other.example"), _source.Asked.Count));

        // A withdrawal is noticed when the lifetime is over, and at once from then on.
        _source.Allow("https://other.example");
        _time.Advance(_options.AllowedLifetime - _options.RefusedLifetime - TimeSpan.FromTicks(1));
        Assert.Equal("Allowed", await FindAsync());
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(("Refused", "Allowed"), (await FindAsync(), await FindAsync("https://other.example")));
    }

    [Fact]
    public async Task An_answer_that_ends_by_itself_is_remembered_no_longer_not_even_in_grace()
    {
        var until = _time.GetUtcNow() + TimeSpan.FromSeconds(10);
        _source.Answer = (_, _, _) => new(OriginAnswer.AllowedUntil(until));
        Assert.Equal("Allowed", await FindAsync());
        _time.Advance(TimeSpan.FromSeconds(10));
        Fail();
        Assert.Equal("Unverified", await FindAsync());

        _time.Advance(_options.RetryAfter);
        _source.Answer = (_, _, _) => new(OriginAnswer.AllowedUntil(until));
        Assert.Equal("Refused", await FindAsync());

        _time.Advance(_options.RefusedLifetime);
        _source.Answer = (_, _, _) => new(OriginAnswer.AllowedUntil(_time.GetUtcNow()));
        Assert.Equal("Refused", await FindAsync());
    }

    [Fact]
    public async Task A_failure_refuses_but_honors_the_last_good_answer_for_the_grace()
    {
        Allow();
        await FindAsync();
        Fail();
        _time.Advance(_options.AllowedLifetime);
        Assert.Equal(("Allowed", "Unverified"), (await FindAsync(), await FindAsync("https://other.example")));

        // Not asked again before RetryAfter has passed.
        Assert.Equal(("Allowed", "Unverified", 3), (await FindAsync(), await FindAsync("https://other.example"), _source.Asked.Count));
        _time.Advance(_options.RetryAfter);
        Assert.Equal(("Allowed", "Unverified", 5), (await FindAsync(), await FindAsync("https://other.example"), _source.Asked.Count));

        _time.Advance(_options.GraceLifetime - _options.RetryAfter);
        Assert.Equal("Unverified", await FindAsync());

        // The grace is over for good, even if the clock is set back.
        _time.AdjustTime(_time.GetUtcNow() - _options.GraceLifetime);
        Assert.Equal("Unverified", await FindAsync());

        Allow();
        _time.Advance(_options.GraceLifetime + _options.RetryAfter);
        Assert.Equal("Allowed", await FindAsync());
        Assert.Equal(
            [
                $"21 {_policy.Source.Name} failed to say whether policy tenants allows an origin. Until it answers, only origins that it allowed a short while ago are let in. Further failures are counted by corskit.origin.lookups. down",
                $"22 {_policy.Source.Name} answers for policy tenants again, after 6 failures.",
            ],
            Logged);
    }

    [Fact]
    public async Task A_refusal_ends_the_grace()
    {
        Allow();
        await FindAsync();
        _time.Advance(_options.AllowedLifetime);
        _source.Allow();
        Assert.Equal("Refused", await FindAsync());
        Fail();
        _time.Advance(_options.RefusedLifetime);
        Assert.Equal("Unverified", await FindAsync());
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_answers_old_not_young()
    {
        Allow();
        await FindAsync();
        _time.AdjustTime(_time.GetUtcNow() - TimeSpan.FromHours(1));
        _source.Allow();
        Assert.Equal("Refused", await FindAsync());
    }

    [Fact]
    public async Task What_takes_too_long_is_no_answer_and_a_late_one_is_not_believed()
    {
        var late = new TaskCompletionSource<OriginAnswer>();
        var token = CancellationToken.None;
        _source.Answer = (_, _, cancel) =>
        {
            token = cancel;
            return new(late.Task);
        };
        var finding = Lookup.FindAsync(new OriginKey(Origin, null), _policy.Source).AsTask();
        await AskedAsync(1);
        _time.Advance(_options.Timeout);

        Assert.Equal(OriginFinding.Unverified, await finding);
        Assert.True(token.IsCancellationRequested);
        late.SetResult(true);
        Assert.Equal("Unverified", await FindAsync());
    }

    /// <summary>As when a Lambda sandbox is frozen between question and answer.</summary>
    [Fact]
    public async Task An_answer_ages_from_the_question_on()
    {
        _source.Answer = (origin, _, _) =>
        {
            _time.AdjustTime(_time.GetUtcNow() + _options.AllowedLifetime);
            return new(origin == Origin);
        };
        await Lookup.WarmUpAsync(null, [Origin], _policy.Source);
        Assert.Equal((1, 0), Lookup.Remembered);

        _source.Allow();
        Assert.Equal("Refused", await FindAsync());
    }

    [Fact]
    public async Task However_many_ask_at_once_the_source_is_asked_once_for_each_key()
    {
        var answer = new TaskCompletionSource<OriginAnswer>();
        _source.Answer = (_, _, _) => new(answer.Task);
        var findings = Enumerable.Range(0, 300).Select(i => Lookup.FindAsync(new OriginKey(Origin, i % 3 == 0 ? null : $"{i % 3}"), _policy.Source).AsTask()).ToList();
        await AskedAsync(3);
        Assert.DoesNotContain(findings, finding => finding.IsCompleted);
        answer.SetResult(true);

        Assert.All(await Task.WhenAll(findings), finding => Assert.Equal(OriginFinding.Allowed, finding));
        Assert.Equal(3, _source.Asked.Count);
    }

    [Fact]
    public async Task The_memory_is_bounded_and_refused_origins_push_out_nobody_who_is_allowed()
    {
        _source.Answer = (origin, _, _) => new(origin.StartsWith("https://shop", StringComparison.Ordinal));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("Allowed", await FindAsync($"https://shop-{i}.example"));
        }

        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal("Refused", await FindAsync($"https://evil-{i}.example"));
        }

        Assert.Equal((10, 10), Lookup.Remembered);
        var asked = _source.Asked.Count;
        await FindAsync("https://shop-0.example");
        Assert.Equal(asked, _source.Asked.Count);

        // The least recently used goes: shop-1, not shop-0.
        await FindAsync("https://shop-10.example");
        await FindAsync("https://shop-0.example");
        Assert.Equal(asked + 1, _source.Asked.Count);
        await FindAsync("https://shop-1.example");
        Assert.Equal((asked + 2, (10, 10)), (_source.Asked.Count, Lookup.Remembered));
    }

    [Fact]
    public async Task A_warm_up_that_answers_too_few_or_fails_is_worth_nothing()
    {
        using var services = new ServiceCollection().AddSingleton<TooFew>().BuildServiceProvider();
        var sources = new OriginSources(services, _log.CreateLogger("CorsKit"));
        var policy = new SourcedPolicy("tenants", GatewayCorsPolicy.RefuseAll, new PolicySource(typeof(TooFew), _options));
        var lookup = sources[policy];

        await lookup.WarmUpAsync(null, ["https://a.example", "https://b.example"], policy.Source);
        Assert.Equal((0, 0), lookup.Remembered);

        Fail();
        await Lookup.WarmUpAsync(null, [Origin], _policy.Source);
        Assert.Equal((0, 0), Lookup.Remembered);
        Allow();
        await Lookup.WarmUpAsync("a", [Origin, "https://other.example"], _policy.Source);
        Assert.Equal((1, 1), Lookup.Remembered);
        Assert.Equal("Allowed", await FindAsync(tenant: "a"));
        Assert.Equal(
            [
                "23 TooFew could not be warmed up for policy tenants; the first requests ask it. TooFew gave 1 answers for 2 origins.",
                $"23 {_policy.Source.Name} could not be warmed up for policy tenants; the first requests ask it. down",
            ],
            Logged);
    }

    [Fact]
    public async Task Lookups_are_counted_by_result_and_never_by_origin()
    {
        var counted = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "corskit.origin.lookups" && ReferenceEquals(instrument.Meter.Scope, _services.GetRequiredService<IMeterFactory>()))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => counted.Add(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Append($"{value}"))));
        listener.Start();

        Allow();
        await FindAsync();
        await FindAsync();
        Assert.NotNull(Lookup.FindRemembered(Origin, null));
        await FindAsync("https://other.example");
        Fail();
        await FindAsync("https://third.example");
        _time.Advance(_options.AllowedLifetime);
        _options.RetryAfter = TimeSpan.Zero;
        await FindAsync();
        _source.Answer = (_, _, _) => throw new OperationCanceledException();
        await FindAsync("https://fourth.example");
        _source.Answer = (_, _, _) => new(new TaskCompletionSource<OriginAnswer>().Task);
        for (var i = 0; i < OriginLookup.MaxUnanswered; i++)
        {
            _ = Lookup.FindAsync(new OriginKey($"https://shop-{i}.example", null), _policy.Source).AsTask();
        }

        await FindAsync("https://fifth.example");
        await FindAsync();

        Assert.Equal(
            [.. from result in new[] { "allowed", "remembered", "remembered", "refused", "error", "grace", "timeout", "not-asked", "grace" } select $"corskit.policy=tenants corskit.result={result} 1"],
            counted);
    }

    /// <summary>A listener's exception is nobody's answer: it must not leave those who ask waiting, now or later.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_listener_or_a_logger_throws_keeps_nobody_waiting(bool fails)
    {
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "corskit.origin.lookups" && ReferenceEquals(instrument.Meter.Scope, _services.GetRequiredService<IMeterFactory>()))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("the listener is broken"));
        listener.Start();
        var lookup = new OriginLookup("tenants", new OriginSources(_services, new BrokenLogger()));
        if (fails)
        {
            Fail();
        }
        else
        {
            Allow();
        }

        foreach (var origin in new[] { Origin, "https://other.example" })
        {
            var finding = lookup.FindAsync(new OriginKey(origin, null), _policy.Source).AsTask();
            Assert.Equal(
                fails ? OriginFinding.Unverified : origin == Origin ? OriginFinding.Allowed : OriginFinding.Refused,
                await finding.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        }
    }

    /// <summary>A warm-up takes seconds, and meanwhile requests are answered by what was asked later.</summary>
    [Fact]
    public async Task A_warm_up_that_was_asked_before_a_refusal_does_not_undo_it()
    {
        var answers = new TaskCompletionSource<OriginAnswer>();
        _source.Answer = (_, _, _) => new(answers.Task);
        var warmUp = Lookup.WarmUpAsync(null, [Origin], _policy.Source);
        await AskedAsync(1);

        _time.Advance(TimeSpan.FromSeconds(1));
        _source.Allow();
        Assert.Equal("Refused", await FindAsync());
        answers.SetResult(true);
        await warmUp;
        Assert.Equal("Refused", await FindAsync());
    }

    /// <summary>A source that never comes back is left with so many questions and no more: each may hold a thread.</summary>
    [Fact]
    public async Task Questions_that_never_come_back_are_bounded_and_those_beyond_are_refused()
    {
        Allow();
        await FindAsync();
        var late = new TaskCompletionSource<OriginAnswer>();
        _source.Answer = (_, _, _) => new(late.Task);
        var asked = _source.Asked.Count;
        for (var i = 0; i < OriginLookup.MaxUnanswered; i++)
        {
            var finding = Lookup.FindAsync(new OriginKey($"https://shop-{i}.example", null), _policy.Source).AsTask();
            await AskedAsync(asked + i + 1);
            _time.Advance(_options.Timeout);
            Assert.Equal(OriginFinding.Unverified, await finding);
        }

        // Not asked, nothing is remembered of it, and the grace holds.
        _time.Advance(_options.AllowedLifetime);
        var remembered = Lookup.Remembered;
        Assert.Equal(("Unverified", "Unverified", "Allowed"), (await FindAsync("https://a.example"), await FindAsync("https://b.example"), await FindAsync()));
        await Lookup.WarmUpAsync(null, ["https://a.example"], _policy.Source);
        Assert.Equal((asked + OriginLookup.MaxUnanswered, remembered), (_source.Asked.Count, Lookup.Remembered));

        var what = $"{_policy.Source.Name} has left {OriginLookup.MaxUnanswered} questions without an answer; it is not asked before it answers some of them.";
        Assert.Contains($"23 {_policy.Source.Name} could not be warmed up for policy tenants; the first requests ask it. {what}", Logged);

        // Once they are back, the source is asked as before.
        late.SetResult(true);
        _source.Allow("https://a.example");
        while (await FindAsync("https://a.example") != "Allowed")
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
            _time.Advance(_options.RetryAfter);
        }
    }

    /// <summary>Those of a warm-up are bounded with the others, and the log has the first that is refused for them.</summary>
    [Fact]
    public async Task Questions_of_a_warm_up_that_never_come_back_count_too()
    {
        _source.Answer = (_, _, _) => new(new TaskCompletionSource<OriginAnswer>().Task);
        for (var i = 0; i < OriginLookup.MaxUnanswered; i++)
        {
            _ = Lookup.WarmUpAsync($"{i}", [Origin], _policy.Source);
        }

        Assert.Equal(("Unverified", "Unverified", "Unverified"), (await FindAsync(), await FindAsync(), await FindAsync("https://other.example")));
        await AskedAsync(OriginLookup.MaxUnanswered);
        Assert.DoesNotContain(_source.Asked, asked => asked.EndsWith('-'));
        Assert.EndsWith($"{_policy.Source.Name} has left {OriginLookup.MaxUnanswered} questions without an answer; it is not asked before it answers some of them.", Assert.Single(Logged));
    }

    [Fact]
    public async Task A_warm_up_asks_for_well_formed_origins_that_the_policy_may_let_in()
    {
        _options.WarmUp(["https://a.example", "http://a.example", "http://localhost:5173", "a.example", "", "ws://a.example", "https://a.example"]).WarmUp(["https://b.example"], "b");
        await _sources.WarmUpAsync([_policy with { Source = _policy.Source with { RefusesHttp = true } }]);

        Assert.Equal(["https://a.example tenants -", "http://localhost:5173 tenants -", "https://b.example tenants b"], _source.Asked);
        await Assert.ThrowsAsync<ArgumentNullException>("origins", async () => await ((IOriginSource)_source).AreAllowedAsync(null!, new OriginSourceContext { PolicyName = "tenants" }, TestContext.Current.CancellationToken));
    }

    /// <summary>Who asks again gets what was found for the one before: by the origin alone where there are no tenants, and else as far as no tenant is needed.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_evaluated_is_found_again_as_long_as_the_answer_holds(bool tenants)
    {
        _ = tenants ? _options.TenantFrom(_ => "a") : _options;
        Allow();
        var context = new DefaultHttpContext();
        Assert.Equal(CorsReason.Allowed, (await _sources.EvaluateAsync(context, _policy, Origin, _policy.IsKnownToAsk(Origin), isPreflight: false)).Reason);
        Assert.Equal((null, false), (_sources.FindVerdict(_policy, Origin), _policy.IsKnownToAsk(Origin)));

        var verdict = await _sources.EvaluateAsync(context, _policy, Origin, _policy.IsKnownToAsk(Origin), isPreflight: false);
        Assert.Equal((tenants ? null : verdict, tenants), (_sources.FindVerdict(_policy, Origin), _policy.IsKnownToAsk(Origin)));
        var answer = Lookup.FindRemembered(Origin, tenants ? "a" : null, _policy.Policy)!;
        Assert.Same(verdict, answer.VerdictOf(_policy.Policy));
        Assert.True(answer.IsUsed);
        Assert.Null(Lookup.FindRemembered(Origin, tenants ? "a" : null, GatewayCorsPolicy.Create(new GatewayCorsPolicySettings { AllowOrigins = ["https://x.example"] })));

        _time.Advance(_options.AllowedLifetime);
        Assert.Null(_sources.FindVerdict(_policy, Origin));
        Assert.Null(Lookup.FindRemembered(Origin, tenants ? "a" : null, _policy.Policy));
    }

    [Fact]
    public async Task A_rule_for_tenants_that_throws_is_logged_and_the_source_is_not_asked()
    {
        _options.TenantFrom(_ => throw new InvalidOperationException("no tenant"));
        Assert.Equal(CorsReason.OriginNotAllowed, (await _sources.EvaluateAsync(new DefaultHttpContext(), _policy, Origin, isKnown: false, isPreflight: true)).Reason);
        Assert.Empty(_source.Asked);
        Assert.EndsWith(" no tenant", Assert.Single(Logged));
    }

    private async Task AskedAsync(int count)
    {
        while (_source.Asked.Count < count)
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    private sealed class BrokenLogger : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("the logger is broken");
    }

    private sealed class TooFew : IOriginSource
    {
        public ValueTask<OriginAnswer> IsAllowedAsync(string origin, OriginSourceContext context, CancellationToken cancellationToken) => new(true);

        public ValueTask<IReadOnlyList<OriginAnswer>> AreAllowedAsync(IReadOnlyList<string> origins, OriginSourceContext context, CancellationToken cancellationToken) =>
            new([true]);
    }
}
