using System.Globalization;
using CorsKit.Testing.Payloads;

namespace CorsKit.Testing.FrontDoors.CloudFront;

/// <summary>How a distribution applies the CORS part of its response headers policy.</summary>
internal static class DistributionCors
{
    private static readonly string[] AllMethods = ["GET", "DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

    public static ProxyResponse Apply(ResponseHeadersPolicy? policy, ProxyResponse response, ProxyRequest request)
    {
        if (policy is null || request.Find("Origin") is not { } origin || FindOrigin(policy, origin) is not { } allowed)
        {
            return response;
        }

        foreach (var (name, value) in Headers(policy, allowed, request.IsPreflight))
        {
            if (policy.OriginOverride)
            {
                response.Set(name, value);
            }
            else if (response.Find(name) is null)
            {
                response.Add(name, value);
            }
        }

        return response;
    }

    private static IEnumerable<(string Name, string Value)> Headers(ResponseHeadersPolicy policy, string origin, bool isPreflight)
    {
        yield return ("Access-Control-Allow-Origin", origin);
        if (policy.AllowCredentials)
        {
            yield return ("Access-Control-Allow-Credentials", "true");
        }

        if (policy.ExposeHeaders.Count > 0)
        {
            yield return ("Access-Control-Expose-Headers", string.Join(",", policy.ExposeHeaders));
        }

        if (!isPreflight)
        {
            yield break;
        }

        if (policy.AllowMethods.Count > 0)
        {
            yield return ("Access-Control-Allow-Methods", string.Join(",", policy.AllowMethods.Contains("ALL") ? AllMethods : policy.AllowMethods));
        }

        if (policy.AllowHeaders.Count > 0)
        {
            yield return ("Access-Control-Allow-Headers", string.Join(",", policy.AllowHeaders));
        }

        if (policy.MaxAge is { } maxAge)
        {
            yield return ("Access-Control-Max-Age", maxAge.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static string? FindOrigin(ResponseHeadersPolicy policy, string origin) =>
        policy.AllowOrigins.Contains("*") ? "*" : policy.AllowOrigins.Any(pattern => Matches(pattern, origin)) ? origin : null;

    /// <summary>A pattern without a scheme stands for both; the wildcard for one label or more.</summary>
    private static bool Matches(string pattern, string origin)
    {
        var target = pattern.Contains("://", StringComparison.Ordinal) ? origin : origin[(origin.IndexOf("://", StringComparison.Ordinal) is var scheme && scheme >= 0 ? scheme + 3 : 0)..];
        var star = pattern.IndexOf("*.", StringComparison.Ordinal);
        return star < 0 ? target == pattern
            : target.Length > pattern.Length - 1 && target.StartsWith(pattern[..star], StringComparison.Ordinal) && target.EndsWith(pattern[(star + 1)..], StringComparison.Ordinal);
    }
}
