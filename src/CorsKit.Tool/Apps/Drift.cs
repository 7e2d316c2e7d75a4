using CorsKit.Methods;
using CorsKit.Origins;
using CorsKit.Policies;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Apps;

/// <summary>Where a gateway's configuration and the app's policy say different things to a browser.</summary>
internal sealed class Drift
{
    // All that API Gateway and Function URLs route, beyond those that need no permission.
    private static readonly string[] UnsafeMethods = ["PUT", "PATCH", "DELETE"];

    private readonly PolicyRules _rules;
    private readonly GatewayCorsPolicy _policy;
    private readonly string _gateway;
    private readonly List<string> _differences = [];

    private readonly bool _isPreflightOnly;

    private Drift(PolicyRules rules, string gateway, bool isPreflightOnly)
    {
        _isPreflightOnly = isPreflightOnly;
        _rules = rules;
        _policy = new GatewayCorsPolicy(rules);
        _gateway = gateway;
    }

    /// <param name="rules">The app's policy.</param>
    /// <param name="cors">What the gateway says.</param>
    /// <param name="gateway">Its name in the sentences: "the HTTP API".</param>
    /// <param name="isPreflightOnly">Whether it is a MOCK: it answers preflights, which expose nothing, and repeats an origin of any scheme.</param>
    /// <returns>A clause for each difference. Origin patterns are left to the rule about what gateways cannot say.</returns>
    public static IReadOnlyList<string> Between(PolicyRules rules, CorsConfiguration cors, string gateway, bool isPreflightOnly = false)
    {
        if (!cors.IsKnown)
        {
            return [];
        }

        var drift = new Drift(rules, gateway, isPreflightOnly);
        drift.CompareOrigins(cors.AllowOrigins);
        drift.CompareMethods(cors.AllowMethods);
        drift.CompareNames("header", cors.AllowHeaders, rules.Headers, rules.AnyHeader);
        if (!isPreflightOnly)
        {
            var exposed = rules.ExposeHeaders?.Split(',') ?? [];
            drift.CompareNames("exposed header", cors.ExposeHeaders, [.. exposed.Where(name => name != "*")], exposed.Contains("*"));
        }

        drift.CompareCredentials(cors.AllowCredentials);
        drift.CompareMaxAge(cors.MaxAge);
        return drift._differences;
    }

    /// <summary>Origins that only the app can tell: patterns, and schemes that gateways refuse.</summary>
    /// <param name="rules">The app's policy.</param>
    /// <param name="items">As its settings list them.</param>
    /// <param name="takesSchemes">Whether the gateway knows <c>https://*</c> and <c>http://*</c>.</param>
    public static IEnumerable<string> Inexpressible(PolicyRules rules, IEnumerable<string> items, bool takesSchemes) =>
        rules.AnyOrigin ? [] : items.Where(item => !IsWeb(item) || (item.Contains('*') && !(takesSchemes && Scheme(item) is not null)));

    /// <returns>The item as an HTTP API writes it, where it is any origin of a scheme, or null.</returns>
    public static string? Scheme(string item) => item switch
    {
        "https://*" or "https://*:*" => "https://*",
        "http://*" or "http://*:*" => "http://*",
        _ => null,
    };

    public static bool IsWeb(string origin) =>
        origin.StartsWith("https://", StringComparison.Ordinal) || origin.StartsWith("http://", StringComparison.Ordinal);

    private void CompareOrigins(ListSetting? list)
    {
        if (list?.Has("*") == true)
        {
            Add(!_rules.AnyOrigin, $"{_gateway} allows any origin, the policy does not");
            return;
        }

        var schemes = _isPreflightOnly || _rules.AnyOrigin ? [] : _rules.OriginPatterns.Where(pattern => pattern.Kind == PatternKind.Scheme).Select(pattern => $"{pattern.Scheme}://*").Distinct().ToList();
        foreach (var origin in list?.Texts ?? [])
        {
            Add(!_policy.EvaluateOrigin(origin).IsAllowed && !schemes.Contains(origin) && !_rules.AnyOrigin, $"{_gateway} allows {origin}, the policy does not");
        }

        if (list is { IsComplete: false })
        {
            return;
        }

        Add(_rules.AnyOrigin, $"the policy allows any origin, {_gateway} does not");
        foreach (var origin in _rules.AnyOrigin ? [] : _rules.ExactOrigins.Where(origin => _isPreflightOnly || IsWeb(origin)).Concat(schemes.Where(IsWeb)).Distinct())
        {
            Add(_isPreflightOnly ? list?.Texts.Contains(origin) != true : !IsCovered(list, origin), $"the policy allows {origin}, {_gateway} does not");
        }
    }

    /// <summary>Whether the list has the origin or all of its scheme.</summary>
    public static bool IsCovered(ListSetting? list, string origin) =>
        list?.Texts.Any(item => item == origin || (Scheme(item) is { } scheme && origin.StartsWith(scheme[..^1], StringComparison.Ordinal))) == true;

    private void CompareMethods(ListSetting? list)
    {
        if (list?.Has("*") == true)
        {
            Add(!_rules.AnyMethod, $"{_gateway} allows any method, the policy does not");
            return;
        }

        // OPTIONS is listed by habit: a preflight needs no permission, and no page sends it otherwise.
        bool IsFree(string method) => FetchMethod.IsSafelisted(method) || method == "OPTIONS";
        foreach (var method in _rules.AnyMethod ? [] : list?.Texts ?? [])
        {
            Add(!IsFree(method) && !_rules.Methods.Contains(method), $"{_gateway} allows {method}, the policy does not");
        }

        if (list is not { IsComplete: false })
        {
            foreach (var method in _rules.AnyMethod ? UnsafeMethods : _rules.Methods.Where(method => !IsFree(method)))
            {
                Add(list?.Texts.Contains(method) != true, $"the policy allows {method}, {_gateway} does not");
            }
        }
    }

    private void CompareNames(string kind, ListSetting? list, List<string> names, bool any)
    {
        if (list?.Has("*") == true)
        {
            Add(!any, $"{_gateway} allows any {kind}, the policy does not");
        }
        else if (any && list is not { IsComplete: false })
        {
            Add(true, $"the policy allows any {kind}, {_gateway} does not");
        }

        // The wildcard never covers authorization: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
        bool IsCovered(string name) => !name.Equals("authorization", StringComparison.OrdinalIgnoreCase);
        foreach (var name in list?.Texts.Where(name => name != "*") ?? [])
        {
            Add(!(any && IsCovered(name)) && !names.Contains(name.ToLowerInvariant()), $"{_gateway} allows the {kind} {name}, the policy does not");
        }

        if (list is { IsComplete: false })
        {
            return;
        }

        foreach (var name in names)
        {
            Add(list?.Has(name) != true && !(list?.Has("*") == true && IsCovered(name)) && !(any && IsCovered(name)), $"the policy allows the {kind} {name}, {_gateway} does not");
        }
    }

    private void CompareCredentials(Setting? credentials)
    {
        if (credentials is not { Text: null })
        {
            Add(credentials is { IsTrue: true } && !_rules.AllowCredentials, $"{_gateway} allows credentials, the policy does not");
            Add(credentials is not { IsTrue: true } && _rules.AllowCredentials, $"the policy allows credentials, {_gateway} does not");
        }
    }

    private void CompareMaxAge(Setting? maxAge)
    {
        if (maxAge?.Number is { } seconds)
        {
            var said = Math.Max(seconds, 0).ToString(System.Globalization.CultureInfo.InvariantCulture);
            Add(said != _rules.MaxAge, $"{_gateway} has a max-age of {said} seconds, the policy of {_rules.MaxAge}");
        }
    }

    private void Add(bool differs, string difference)
    {
        if (differs)
        {
            _differences.Add(difference);
        }
    }
}
