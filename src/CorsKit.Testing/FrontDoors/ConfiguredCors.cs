using System.Globalization;
using CorsKit.Testing.Aws;
using CorsKit.Testing.Payloads;

namespace CorsKit.Testing.FrontDoors;

/// <summary>How a front door applies its own CORS configuration.</summary>
/// <param name="configuration">The configuration.</param>
/// <param name="isOfHttpApi">Whether origins are compared without regard to case, and <c>https://*</c> and <c>http://*</c> are wildcards.</param>
internal sealed class ConfiguredCors(CorsConfiguration configuration, bool isOfHttpApi)
{
    public static bool IsCorsHeader(string name) => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase);

    /// <returns>Every reason for which an HTTP API refuses the configuration.</returns>
    public static IEnumerable<string> FindProblemsOnHttpApi(CorsConfiguration configuration)
    {
        if (configuration.AllowCredentials && configuration.AllowOrigins.Contains("*"))
        {
            yield return "allow-credentials is not supported if 'allow-origin' is *";
        }

        foreach (var origin in configuration.AllowOrigins.Where(origin => !CorsLimits.IsWildcardOfHttpApi(origin) && !IsHttpOrigin(origin)))
        {
            yield return $"Invalid format for origin {origin}: an HTTP API takes http and https origins without a path, *, https://* and http://*, and no other wildcard.";
        }

        foreach (var problem in FindProblems(configuration, CorsLimits.MethodsOfHttpApi, CorsLimits.LeastMaxAgeOfHttpApi))
        {
            yield return problem;
        }
    }

    /// <returns>Every reason for which a Function URL refuses the configuration.</returns>
    public static IEnumerable<string> FindProblemsOnFunctionUrl(CorsConfiguration configuration)
    {
        foreach (var (name, items, longest) in new[]
        {
            ("AllowOrigins", configuration.AllowOrigins, CorsLimits.LongestOriginOfFunctionUrl), ("AllowHeaders", configuration.AllowHeaders, CorsLimits.LongestHeaderOfFunctionUrl), ("ExposeHeaders", configuration.ExposeHeaders, CorsLimits.LongestHeaderOfFunctionUrl),
        })
        {
            if (items.Count > CorsLimits.MostItemsOfFunctionUrl)
            {
                yield return $"{name} has {items.Count} items; at most {CorsLimits.MostItemsOfFunctionUrl} are taken.";
            }

            foreach (var item in items.Where(item => item.Length < 1 || item.Length > longest))
            {
                yield return $"An item of {name} has {item.Length} characters; 1 to {longest} are taken.";
            }
        }

        foreach (var problem in FindProblems(configuration, CorsLimits.MethodsOfFunctionUrl, CorsLimits.LeastMaxAgeOfFunctionUrl))
        {
            yield return problem;
        }
    }

    /// <summary>
    /// The headers of the answer to a preflight: none unless origin, method and headers all match. A configuration without
    /// methods matches no preflight, and one without headers only a preflight that asks for none.
    /// </summary>
    /// <param name="request">The preflight.</param>
    /// <param name="needsAllLists">Whether a missing list allows nothing; else it is left out of the answer.</param>
    public IEnumerable<(string Name, string Value)> OnPreflight(ProxyRequest request, bool needsAllLists = true)
    {
        var requested = (request.FindAll("Access-Control-Request-Headers") ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (FindOrigin(request) is not { } origin
            || (needsAllLists && (configuration.AllowMethods.Count == 0 || (configuration.AllowHeaders.Count == 0 && requested.Length > 0)))
            || !(configuration.AllowMethods is [] || configuration.AllowMethods.Contains("*") || configuration.AllowMethods.Contains(request.Find("Access-Control-Request-Method")))
            || !(configuration.AllowHeaders is [] || configuration.AllowHeaders.Contains("*") || requested.All(name => configuration.AllowHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))))
        {
            yield break;
        }

        yield return ("access-control-allow-origin", origin);
        if (configuration.AllowMethods.Count > 0)
        {
            yield return ("access-control-allow-methods", string.Join(',', configuration.AllowMethods));
        }

        if (configuration.AllowHeaders.Count > 0 || needsAllLists)
        {
            yield return ("access-control-allow-headers", string.Join(',', configuration.AllowHeaders));
        }

        if (configuration.AllowCredentials)
        {
            yield return ("access-control-allow-credentials", "true");
        }

        if (configuration.MaxAge is { } maxAge)
        {
            yield return ("access-control-max-age", maxAge.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The headers of any other response: none unless the origin matches.</summary>
    /// <param name="request">The request.</param>
    /// <param name="echoesAnyOrigin">Whether <c>*</c> is sent as the origin that asks.</param>
    public IEnumerable<(string Name, string Value)> OnActual(ProxyRequest request, bool echoesAnyOrigin = false)
    {
        if (FindOrigin(request) is not { } origin)
        {
            yield break;
        }

        yield return ("access-control-allow-origin", echoesAnyOrigin ? request.Find("Origin")! : origin);
        if (configuration.AllowCredentials)
        {
            yield return ("access-control-allow-credentials", "true");
        }

        if (configuration.ExposeHeaders.Count > 0)
        {
            yield return ("access-control-expose-headers", string.Join(',', configuration.ExposeHeaders));
        }
    }

    private string? FindOrigin(ProxyRequest request) => request.Find("Origin") is not { } origin ? null
        : configuration.AllowOrigins.Contains("*") ? "*"
        : configuration.AllowOrigins.Any(allowed => allowed.Equals(origin, isOfHttpApi ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)
            || (isOfHttpApi && allowed.EndsWith("://*", StringComparison.Ordinal) && origin.StartsWith(allowed[..^1], StringComparison.OrdinalIgnoreCase)))
            ? origin : null;

    private static IEnumerable<string> FindProblems(CorsConfiguration configuration, string[] methods, int leastMaxAge)
    {
        foreach (var method in configuration.AllowMethods.Except(methods))
        {
            yield return $"AllowMethods takes {string.Join(", ", methods)}; '{method}' is none of them.";
        }

        if (configuration.MaxAge < leastMaxAge || configuration.MaxAge > CorsLimits.LongestMaxAge)
        {
            yield return $"MaxAge is from {leastMaxAge} to {CorsLimits.LongestMaxAge} s, not {configuration.MaxAge}.";
        }
    }

    private static bool IsHttpOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "" } && !origin.EndsWith('/')
        && uri.Host.Length > 0 && !origin.Contains('*', StringComparison.Ordinal);
}
