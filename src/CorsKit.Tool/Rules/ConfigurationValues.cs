using CorsKit.Testing.Aws;
using CorsKit.Tool.Gateways;

namespace CorsKit.Tool.Rules;

/// <summary>Values of a CORS configuration that are no method, header or number of seconds; origins are each front door's own matter.</summary>
internal static class ConfigurationValues
{
    /// <param name="cors">The configuration.</param>
    /// <param name="resource">The resource of the template.</param>
    /// <param name="methods">What the front door takes in AllowMethods; null where another rule looks.</param>
    /// <param name="leastMaxAge">The least seconds; null where another rule looks.</param>
    public static IEnumerable<Fault> Find(CorsConfiguration? cors, string resource, string[]? methods, int? leastMaxAge)
    {
        foreach (var item in cors?.AllowMethods?.Items ?? [])
        {
            if (methods is not null && WhyNoMethod(item, methods) is { } reason)
            {
                yield return new Fault(item.Location, resource, reason);
            }
        }

        foreach (var item in (cors?.AllowHeaders?.Items ?? []).Concat(cors?.ExposeHeaders?.Items ?? []))
        {
            if (item.Text is { } name && !name.Contains(',', StringComparison.Ordinal) && HeaderValues.WhyNoName(name) is { } reason)
            {
                yield return new Fault(item.Location, resource, reason);
            }
        }

        if (leastMaxAge is { } least && cors?.MaxAge is { Text: { } text } maxAge && maxAge.Number is not { } seconds)
        {
            yield return new Fault(maxAge.Location, resource, $"MaxAge is \"{text}\", and not a number of seconds from {least} to {CorsLimits.LongestMaxAge}.");
        }
        else if (leastMaxAge is { } lowest && cors?.MaxAge is { Number: { } number } outside && (number < lowest || number > CorsLimits.LongestMaxAge))
        {
            yield return new Fault(outside.Location, resource, $"MaxAge is {number}, and the front door takes {lowest} to {CorsLimits.LongestMaxAge}.");
        }

        if (cors?.AllowCredentials is { Text: { } word } credentials && !word.Equals("true", StringComparison.OrdinalIgnoreCase) && !word.Equals("false", StringComparison.OrdinalIgnoreCase))
        {
            yield return new Fault(credentials.Location, resource, $"AllowCredentials is \"{word}\", and neither true nor false.");
        }
    }

    /// <summary>Null where it is one of the methods, or unknown. Several in one item are another rule's.</summary>
    public static string? WhyNoMethod(Setting item, string[] methods)
    {
        if (item.Text is not { } method || methods.Contains(method) || method.Contains(',', StringComparison.Ordinal))
        {
            return null;
        }

        var proposal = method.Trim('\'', '"', ' ').ToUpperInvariant();
        var advice = methods.Contains(proposal) ? $": write {proposal}"
            : proposal is "ANY" or "ALL" ? (methods.Contains("*") ? ": write '*'" : ": write ALL")
            : proposal == "OPTIONS" ? "; preflights are answered without it"
            : "";
        return $"\"{method}\" is no value of AllowMethods{advice}.";
    }
}
