using CorsKit.Policies;
using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Probing;

/// <summary>The policy of the settings, and where what is live differs from it.</summary>
internal sealed class LivePolicy
{
    private const string Live = "what is live";

    private readonly Trials _trials;
    private readonly GatewayCorsPolicy _policy;
    private readonly List<string> _differences = [];

    public LivePolicy(PolicyRules rules, Trials trials)
    {
        Rules = rules;
        _trials = trials;
        _policy = new GatewayCorsPolicy(rules);
        CompareOrigins();
        if (_trials.All.FirstOrDefault(trial => trial.Kind == TrialKind.Preflight && trial.AllowOrigin is not null) is { } preflight)
        {
            _differences.AddRange(Drift.Between(rules, Read(preflight), Live));
        }
    }

    public PolicyRules Rules { get; }

    /// <summary>A clause for each.</summary>
    public IReadOnlyList<string> Differences => _differences;

    public bool Allows(string origin) => _policy.EvaluateOrigin(origin).IsAllowed;

    /// <summary>Each origin that was tried, by its preflight: a gateway's error has no say in the policy.</summary>
    private void CompareOrigins()
    {
        foreach (var asked in _trials.All.Where(trial => trial.Kind is TrialKind.Preflight or TrialKind.ForeignPreflight or TrialKind.AllowedOrigin).DistinctBy(trial => trial.Origin))
        {
            var isLive = asked.AllowOrigin == asked.Origin;
            if (asked.AllowOrigin != "*" && isLive != Allows(asked.Origin!))
            {
                _differences.Add(isLive ? $"{Live} allows {asked.Origin}, the policy does not" : $"the policy allows {asked.Origin}, {Live} does not");
            }
        }
    }

    /// <summary>The answer to a preflight, as a gateway's configuration would write it.</summary>
    private CorsConfiguration Read(Trial preflight)
    {
        var place = new Place(preflight.Exchange.Url.AbsoluteUri, 0, 0);
        var actual = _trials.All.FirstOrDefault(trial => trial.Kind == TrialKind.Actual && trial.AllowOrigin is not null);

        // Where the answer depends on what was asked, it need not name all there is.
        var isWhole = preflight.Header("Vary")?.Contains("Access-Control-Request-Method", StringComparison.OrdinalIgnoreCase) != true;
        ListSetting List(string? value, bool isComplete) => new(place, [.. (value ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => new Setting(place, item))])
        { IsComplete = isComplete };
        Setting? One(string name) => preflight.Header(name) is { } value ? new Setting(place, value) : null;
        return new CorsConfiguration(place)
        {
            AllowOrigins = List(preflight.AllowOrigin == "*" ? "*" : "", isComplete: preflight.AllowOrigin == "*"),
            AllowMethods = List(preflight.Header("Access-Control-Allow-Methods"), isWhole),
            AllowHeaders = List(preflight.Header("Access-Control-Allow-Headers"), isWhole),
            ExposeHeaders = List(actual?.Header("Access-Control-Expose-Headers"), actual is not null),
            AllowCredentials = One("Access-Control-Allow-Credentials"),
            MaxAge = One("Access-Control-Max-Age"),
        };
    }
}
