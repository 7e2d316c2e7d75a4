using CorsKit.Diagnostics;
using CorsKit.Origins;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace CorsKit.Configuration;

/// <summary>
/// Finds what cannot be taken over from a <see cref="CorsPolicy"/> as it is: a delegate of the user's own, and origins
/// that mean nothing there and would mean much here. The framework's two delegates are bound to the policy; which one it
/// is shows when it is asked, so no reflection is needed.
/// </summary>
internal static class CorsPolicyImport
{
    private const string Wildcard = "://*.";

    /// <returns>The problem that the delegate is, or null.</returns>
    public static PolicyProblem? Validate(CorsPolicy policy)
    {
        var isAllowed = policy.IsOriginAllowed;
        const string untrusted = "https://corskit.invalid";
        if (isAllowed is null || !ReferenceEquals(isAllowed.Target, policy) || (isAllowed(untrusted) && !policy.Origins.Contains(untrusted)))
        {
            return Problem("The CorsPolicy decides about origins in code (SetIsOriginAllowed), so what it allows cannot be known",
                $"List the origins with AllowOrigins, with patterns such as \"https://*.example.com\". {OriginFault.RuleInCode} An endpoint then names that policy with RequireGatewayCors.");
        }

        if (policy.Origins.Contains("*") && !policy.AllowAnyOrigin)
        {
            return Problem("The CorsPolicy has \"*\" beside other origins, where it matches nothing, and here it would allow any origin",
                "Call AllowAnyOrigin() alone if that is meant, or remove the \"*\".");
        }

        foreach (var origin in policy.Origins)
        {
            if (origin.Contains(Wildcard, StringComparison.Ordinal)
                && !isAllowed(origin.Replace(Wildcard, "://corskit.", StringComparison.Ordinal)))
            {
                return Problem($"The CorsPolicy has the pattern {origin} switched off, and here it would allow every subdomain",
                    "Call SetIsOriginAllowedToAllowWildcardSubdomains() on its builder if that is meant, or list the origins.");
            }
        }

        return null;
    }

    private static PolicyProblem Problem(string reason, string fix) =>
        new(ProblemCode.PolicyDelegate, nameof(GatewayCorsPolicyBuilder.FromCorsPolicy), null, reason, fix);
}
