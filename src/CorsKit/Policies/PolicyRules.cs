using System.Globalization;
using CorsKit.Diagnostics;
using CorsKit.Headers;
using CorsKit.Methods;
using CorsKit.Origins;

namespace CorsKit.Policies;

/// <summary>Settings, read and evaluated: what a policy is built from, or every problem that stands in its way.</summary>
internal sealed class PolicyRules
{
    private const int DefaultMaxAge = 7200;
    private const int LongestMaxAge = 86400;

    /// <summary>The last pattern whose domain was looked up and is its owner's alone.</summary>
    private OriginPattern? _owned;

    /// <param name="settings">Read once.</param>
    /// <param name="asksSource">Whether the policy asks a source too, and need list no origin.</param>
    public PolicyRules(GatewayCorsPolicySettings settings, bool asksSource = false)
    {
        AllowCredentials = settings.AllowCredentials;
        ReadOrigins(settings, asksSource);
        ReadMethods(settings.AllowMethods);
        ReadHeaders(settings.AllowHeaders);
        ReadExposedHeaders(settings.ExposeHeaders);
        MaxAge = ReadMaxAge(settings.MaxAge);
    }

    public List<PolicyProblem> Problems { get; } = [];

    public bool AllowCredentials { get; }

    public bool AnyOrigin { get; private set; }

    public List<string> ExactOrigins { get; } = [];

    public List<OriginPattern> OriginPatterns { get; } = [];

    public bool AnyMethod { get; private set; }

    public List<string> Methods { get; } = [];

    public bool AnyHeader { get; private set; }

    /// <summary>In lower case.</summary>
    public List<string> Headers { get; } = [];

    /// <summary>The value of Access-Control-Expose-Headers, or null.</summary>
    public string? ExposeHeaders { get; private set; }

    /// <summary>The value of Access-Control-Max-Age.</summary>
    public string MaxAge { get; }

    private void ReadOrigins(GatewayCorsPolicySettings settings, bool asksSource)
    {
        const string setting = nameof(settings.AllowOrigins);
        if (settings.AllowOrigins is not { Count: > 0 } items)
        {
            if (!asksSource)
            {
                Report(ProblemCode.NoOrigin, setting, null, "A policy allows at least one origin",
                    "List the origins of the pages that call this API, for example \"https://shop.example.com\"; \"*\" means any origin.");
            }

            return;
        }

        foreach (var item in items)
        {
            if (ItemFault.Find(setting, item) is { } fault)
            {
                Report(setting, item, fault);
            }
            else if (item == "*")
            {
                AnyOrigin = true;
            }
            else if (!OriginPattern.TryParse(item, out var isExact, out var pattern))
            {
                Report(setting, item, OriginFault.Find(item));
            }
            else if (IsSafe(item, pattern, settings))
            {
                if (isExact)
                {
                    ExactOrigins.Add(item);
                }
                else
                {
                    OriginPatterns.Add(pattern!);
                }
            }
        }

        if (AnyOrigin && AllowCredentials)
        {
            Report(ProblemCode.AnyOriginWithCredentials, setting, "*",
                "Browsers reject any origin together with credentials, and echoing every origin instead would let any site act as the signed-in user",
                $"List the origins, or set AllowCredentials to false. {OriginFault.RuleInCode}");
        }
    }

    /// <summary>Credentials raise the stakes: an origin that others can take on must not have them.</summary>
    private bool IsSafe(string item, OriginPattern? pattern, GatewayCorsPolicySettings settings)
    {
        if (!AllowCredentials)
        {
            return true;
        }

        Origin.TrySplit(item, out var scheme, out var host, out _);
        if (pattern is { Kind: PatternKind.Scheme })
        {
            Report(ProblemCode.AnyOriginWithCredentials, nameof(settings.AllowOrigins), item,
                $"With credentials it would let any {scheme} origin act as the signed-in user",
                $"List the origins, or set AllowCredentials to false. {OriginFault.RuleInCode}");
            return false;
        }

        host = pattern is null ? host : pattern.Host;
        if (scheme is "http" && !settings.DangerouslyAllowInsecureOrigins && !Host.IsLoopback(host))
        {
            Report(ProblemCode.InsecureOrigin, nameof(settings.AllowOrigins), item,
                "With credentials an http origin is an open door: anyone on the network can answer in its name",
                Host.IsPublicName(host)
                    ? $"Write \"{OriginFault.Correct($"https{item.AsSpan("http".Length)}")}\", or set DangerouslyAllowInsecureOrigins."
                    : "Few certificates are made out to an address like this: while developing open the page at http://localhost, else give it a name and https; or set DangerouslyAllowInsecureOrigins where this address is used, and not in production.");
            return false;
        }

        if (pattern is { Kind: PatternKind.Subdomains or PatternKind.Label } && !settings.DangerouslyAllowPublicSuffixes && IsOpenToAnyone(pattern))
        {
            Report(ProblemCode.PublicSuffix, nameof(settings.AllowOrigins), item,
                pattern.Kind == PatternKind.Subdomains
                    ? $"With credentials the pattern lets anyone in: names below {host} can be registered by anyone (Public Suffix List)"
                    : $"With credentials the pattern may let anyone in: whoever can register a name below {host} (Public Suffix List) can register one that matches",
                $"Serve previews from a domain of your own and write a pattern below it, or list the origins, or set DangerouslyAllowPublicSuffixes. {OriginFault.RuleInCode}");
            return false;
        }

        return true;
    }

    /// <summary>A long list has one pattern of a domain after the other, and the domain is looked up once.</summary>
    private bool IsOpenToAnyone(OriginPattern pattern)
    {
        if (_owned is { } last && last.Kind == pattern.Kind && last.Host.SequenceEqual(pattern.Host))
        {
            return false;
        }

        if (!Host.IsLocalhost(pattern.Host) && PublicSuffixes.IsOpenToAnyone(pattern.Host, pattern.Kind == PatternKind.Subdomains))
        {
            return true;
        }

        _owned = pattern;
        return false;
    }

    private void ReadMethods(IList<string>? items)
    {
        const string setting = nameof(GatewayCorsPolicySettings.AllowMethods);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items ?? [])
        {
            if ((ItemFault.Find(setting, item) ?? MethodFault.Find(item)) is { } fault)
            {
                Report(setting, item, fault);
            }
            else if (item == "*")
            {
                AnyMethod = true;
            }
            else if (known.Add(FetchMethod.Normalize(item)))
            {
                Methods.Add(FetchMethod.Normalize(item));
            }
        }
    }

    private void ReadHeaders(IList<string>? items)
    {
        const string setting = nameof(GatewayCorsPolicySettings.AllowHeaders);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items ?? [])
        {
            if ((ItemFault.Find(setting, item) ?? HeaderFault.FindInAllowed(item)) is { } fault)
            {
                Report(setting, item, fault);
            }
            else if (item == "*")
            {
                AnyHeader = true;
            }
            else if (known.Add(item.ToLowerInvariant()))
            {
                Headers.Add(item.ToLowerInvariant());
            }
        }
    }

    private void ReadExposedHeaders(IList<string>? items)
    {
        const string setting = nameof(GatewayCorsPolicySettings.ExposeHeaders);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var exposed = new List<string>();
        foreach (var item in items ?? [])
        {
            if ((ItemFault.Find(setting, item) ?? HeaderFault.FindInExposed(item)) is { } fault)
            {
                Report(setting, item, fault);
            }
            else if (item.ToLowerInvariant() is var name && !HeaderNames.IsSafelistedInResponses(name) && known.Add(name))
            {
                exposed.Add(name);
            }
        }

        if (exposed.Contains("*"))
        {
            exposed = ["*"];
            if (AllowCredentials)
            {
                Report(ProblemCode.AnyExposedWithCredentials, setting, "*",
                    "With credentials a browser takes \"*\" for the name of a header and exposes nothing (https://fetch.spec.whatwg.org/#http-new-header-syntax)",
                    "List the response headers that pages read.");
            }
        }

        ExposeHeaders = exposed.Count > 0 ? string.Join(',', exposed) : null;
    }

    private string ReadMaxAge(int? maxAge)
    {
        if (maxAge is < -1 or > LongestMaxAge)
        {
            Report(ProblemCode.MaxAge, nameof(GatewayCorsPolicySettings.MaxAge), maxAge.Value.ToString(CultureInfo.InvariantCulture),
                $"The preflight cache is set in seconds, from -1 (off) to {LongestMaxAge} (a day)",
                $"Write {DefaultMaxAge}, the longest that Chromium honors, or leave it unset for the same.");
        }

        return Math.Max(maxAge ?? DefaultMaxAge, 0).ToString(CultureInfo.InvariantCulture);
    }

    private void Report(string setting, string? item, in Fault fault) => Problems.Add(new PolicyProblem(setting, item ?? "", fault));

    private void Report(string code, string setting, string? value, string reason, string fix) =>
        Problems.Add(new PolicyProblem(code, setting, value, reason, fix));
}
