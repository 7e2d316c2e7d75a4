using CorsKit.Policies;
using CorsKit.Tool.Apps;
using CorsKit.Tool.Gateways;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Probing.Steps;

/// <summary>The policy of the settings, and where what is live differs from it.</summary>
internal sealed class LivePolicy
{
    private const string Live = "what is live";

    private readonly ProbeSteps _steps;
    private readonly GatewayCorsPolicy _policy;
    private readonly List<string> _differences = [];

    public LivePolicy(PolicyRules rules, ProbeSteps steps)
    {
        Rules = rules;
        _steps = steps;
        _policy = new GatewayCorsPolicy(rules);
        CompareOrigins();
        if (_steps.All.FirstOrDefault(step => step.Kind == ProbeStepKind.Preflight && step.AllowOrigin is not null) is { } preflight)
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
        foreach (var asked in _steps.All.Where(step => step.Kind is ProbeStepKind.Preflight or ProbeStepKind.ForeignPreflight or ProbeStepKind.AllowedOrigin).DistinctBy(step => step.Origin))
        {
            var isLive = asked.AllowOrigin == asked.Origin;
            if (asked.AllowOrigin != "*" && isLive != Allows(asked.Origin!))
            {
                _differences.Add(isLive ? $"{Live} allows {asked.Origin}, the policy does not" : $"the policy allows {asked.Origin}, {Live} does not");
            }
        }
    }

    /// <summary>The answer to a preflight, as a gateway's configuration would write it.</summary>
    private CorsConfiguration Read(ProbeStep preflight)
    {
        var location = new Location(preflight.Exchange.Url.AbsoluteUri, 0, 0);
        var actual = _steps.All.FirstOrDefault(step => step.Kind == ProbeStepKind.Actual && step.AllowOrigin is not null);

        // Where the answer depends on what was asked, it need not name all there is.
        var isWhole = preflight.Header("Vary")?.Contains("Access-Control-Request-Method", StringComparison.OrdinalIgnoreCase) != true;
        ListSetting List(string? value, bool isComplete) => new(location, [.. (value ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => new Setting(location, item))])
        { IsComplete = isComplete };
        Setting? One(string name) => preflight.Header(name) is { } value ? new Setting(location, value) : null;
        return new CorsConfiguration(location)
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
