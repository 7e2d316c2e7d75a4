using System.Globalization;
using CorsKit.Headers;
using CorsKit.Methods;
using CorsKit.Origins;

namespace CorsKit;

/// <summary>Settings, read and judged: what a policy is built from, or every problem that stands in its way.</summary>
internal sealed class PolicyRules
{
    private const int DefaultMaxAge = 7200;
    private const int LongestMaxAge = 86400;

    public PolicyRules(GatewayCorsPolicySettings settings)
    {
        AllowCredentials = settings.AllowCredentials;
        if (settings.Source is not null)
        {
            Problems.AddRange(settings.Source.Explain(settings));
        }

        ReadOrigins(settings);
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

    private void ReadOrigins(GatewayCorsPolicySettings settings)
    {
        const string setting = nameof(settings.AllowOrigins);
        if (settings.AllowOrigins is not { Count: > 0 } items)
        {
            if (settings.Source is not null)
            {
                return;
            }

            Report(ProblemCode.NoOrigin, setting, null, "A policy allows at least one origin",
                "List the origins of the pages that call this API, for example \"https://shop.example.com\"; \"*\" means any origin.");
            return;
        }

        foreach (var item in items)
        {
            if (!IsOneItem(setting, item))
            {
                continue;
            }

            if (item == "*")
            {
                AnyOrigin = true;
            }
            else if (!OriginPattern.TryParse(item, out var isExact, out var pattern))
            {
                Problems.Add(OriginFault.Explain(item));
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
                "List the origins, or set AllowCredentials to false.");
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
        if (scheme.SequenceEqual("http") && !settings.DangerouslyAllowInsecureOrigins && !Host.IsLoopback(pattern?.Host ?? host))
        {
            Report(ProblemCode.InsecureOrigin, nameof(settings.AllowOrigins), item,
                "With credentials an http origin is an open door: anyone on the network can answer in its name",
                $"Write \"{OriginFault.Mend($"https{item.AsSpan("http".Length)}")}\", or set DangerouslyAllowInsecureOrigins.");
            return false;
        }

        if (pattern is { Subdomains: true } && !settings.DangerouslyAllowPublicSuffixes
            && !Host.IsLocalhost(pattern.Host) && PublicSuffixes.IsOpenToStrangers(pattern.Host))
        {
            Report(ProblemCode.PublicSuffix, nameof(settings.AllowOrigins), item,
                $"With credentials the pattern lets strangers in: names below {pattern.Host} can be registered by anyone (Public Suffix List)",
                "Write a pattern below a domain of your own, or list the origins, or set DangerouslyAllowPublicSuffixes.");
            return false;
        }

        return true;
    }

    private void ReadMethods(IList<string>? items)
    {
        const string setting = nameof(GatewayCorsPolicySettings.AllowMethods);
        foreach (var item in items ?? [])
        {
            if (!IsOneItem(setting, item))
            {
                continue;
            }

            if (item == "*")
            {
                AnyMethod = true;
            }
            else if (!HttpToken.IsToken(item))
            {
                Report(ProblemCode.MethodSyntax, setting, item, "A method is a token (RFC 9110, section 9.1)", "Write a method name, for example \"PUT\".");
            }
            else if (FetchMethod.IsForbidden(item))
            {
                Report(ProblemCode.ForbiddenMethod, setting, item, "Browsers never send this method (https://fetch.spec.whatwg.org/#forbidden-method)", "Remove it.");
            }
            else
            {
                AddOnce(Methods, FetchMethod.Normalize(item));
            }
        }
    }

    private void ReadHeaders(IList<string>? items)
    {
        const string setting = nameof(GatewayCorsPolicySettings.AllowHeaders);
        foreach (var item in items ?? [])
        {
            if (!IsHeaderName(setting, item, out var name))
            {
                continue;
            }

            if (name == "*")
            {
                AnyHeader = true;
            }
            else if (HeaderNames.IsForbiddenInRequests(name))
            {
                Report(ProblemCode.ForbiddenHeader, setting, item,
                    "Browsers never let a page set this header (https://fetch.spec.whatwg.org/#forbidden-request-header)",
                    name is "cookie" or "cookie2" ? "Remove it; cookies are sent when AllowCredentials is true and the page asks for it." : "Remove it.");
            }
            else if (HeaderNames.IsCorsResponseHeader(name))
            {
                Report(ProblemCode.HeaderDirection, setting, item, "This header belongs to responses, and CorsKit writes it", "Remove it, here and from the page's request.");
            }
            else
            {
                AddOnce(Headers, name);
            }
        }
    }

    private void ReadExposedHeaders(IList<string>? items)
    {
        const string setting = nameof(GatewayCorsPolicySettings.ExposeHeaders);
        var exposed = new List<string>();
        foreach (var item in items ?? [])
        {
            if (!IsHeaderName(setting, item, out var name))
            {
                continue;
            }

            if (HeaderNames.IsForbiddenInResponses(name))
            {
                Report(ProblemCode.ForbiddenHeader, setting, item,
                    "No page can ever read this header (https://fetch.spec.whatwg.org/#forbidden-response-header-name)",
                    "Remove it; send what the page needs in a header or body of its own.");
            }
            else if (HeaderNames.IsCorsRequestHeader(name))
            {
                Report(ProblemCode.HeaderDirection, setting, item, "This header belongs to requests; a response does not carry it", "Remove it.");
            }
            else if (!HeaderNames.IsSafelistedInResponses(name))
            {
                AddOnce(exposed, name);
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
                $"Write {DefaultMaxAge}, the longest that Chromium honours, or leave it unset for the same.");
        }

        return Math.Max(maxAge ?? DefaultMaxAge, 0).ToString(CultureInfo.InvariantCulture);
    }

    private bool IsHeaderName(string setting, string item, out string name)
    {
        name = "";
        if (!IsOneItem(setting, item))
        {
            return false;
        }

        if (!HttpToken.IsToken(item))
        {
            Report(ProblemCode.HeaderSyntax, setting, item, "A header name is a token (RFC 9110, section 5.1)", "Write the name alone, for example \"content-type\".");
            return false;
        }

        name = item.ToLowerInvariant();
        return true;
    }

    private bool IsOneItem(string setting, string? item)
    {
        if (string.IsNullOrWhiteSpace(item))
        {
            Report(ProblemCode.EmptyItem, setting, item ?? "", "An item is empty", "Remove it; look for a stray comma or an unset variable.");
            return false;
        }

        if (item.Contains(','))
        {
            Report(ProblemCode.CommaInItem, setting, item, "An item holds one value, and this has a comma",
                "Write one item for each value; only a setting that is a single string is split at commas.");
            return false;
        }

        return true;
    }

    private static void AddOnce(List<string> list, string value)
    {
        if (!list.Contains(value))
        {
            list.Add(value);
        }
    }

    private void Report(string code, string setting, string? value, string reason, string mend) =>
        Problems.Add(new PolicyProblem(code, setting, value, reason, mend));
}
