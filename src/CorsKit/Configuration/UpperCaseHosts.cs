using CorsKit.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CorsKit.Configuration;

/// <summary>
/// Hosts such as the UUID that the address of an extension of Safari shows in upper case: another origin than the one that is sent, since WebKit,
/// Chromium and Firefox write the host of an origin in lower case.
/// </summary>
internal static class UpperCaseHosts
{
    /// <summary>Warns of each, unless the policy lists it in lower case too.</summary>
    public static void Warn(ILogger logger, string policy, IList<string>? origins)
    {
        HashSet<string>? listed = null;
        foreach (var origin in origins ?? [])
        {
            if (origin.AsSpan().IndexOfAnyInRange('A', 'Z') >= 0 && origin.ToLowerInvariant() is var lowerCase && !(listed ??= [.. origins!]).Contains(lowerCase))
            {
                Log.OriginInUpperCase(logger, policy, LogText.Clean(origin), LogText.Clean(lowerCase));
            }
        }
    }
}
