using CorsKit.Diagnostics;
using CorsKit.Methods;
using Microsoft.Extensions.Logging;

namespace CorsKit.Configuration;

/// <summary>Methods such as <c>patch</c>: legal, and nearly always another method than was meant.</summary>
internal static class LowerCaseMethods
{
    /// <summary>Warns of each, unless the policy allows it in upper case too.</summary>
    public static void Warn(ILogger logger, string policy, IList<string>? methods)
    {
        foreach (var method in methods ?? [])
        {
            var upperCase = method.ToUpperInvariant();
            if (FetchMethod.KeepsLowerCase(method) && !methods!.Contains(upperCase))
            {
                Log.MethodInLowerCase(logger, policy, LogText.Clean(method), LogText.Clean(upperCase));
            }
        }
    }
}
