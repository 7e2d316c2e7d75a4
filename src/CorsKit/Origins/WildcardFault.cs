using System.Buffers;
using CorsKit.Diagnostics;

namespace CorsKit.Origins;

/// <summary>Why no pattern has a <c>*</c> there, and the pattern that comes nearest.</summary>
internal static class WildcardFault
{
    private static readonly SearchValues<char> OfAddress = SearchValues.Create("0123456789.*");

    /// <returns>The problem; null where the <c>*</c> of the host, if there is one, is not it.</returns>
    public static Fault? Find(ReadOnlySpan<char> scheme, ReadOnlySpan<char> host, ReadOnlySpan<char> port)
    {
        var star = host.IndexOf('*');
        if (star < 0)
        {
            return null;
        }

        if (host is "*")
        {
            return new Fault(ProblemCode.Wildcard, $"\"{scheme}://*\" is any origin of the scheme, whatever its port", $"Write \"{scheme}://*\", or list the origins with this port.");
        }

        if (IsAddress(host))
        {
            return new Fault(ProblemCode.Wildcard, "No pattern stands for IP addresses", $"List the addresses, or decide in code. {OriginFault.RuleInCode}");
        }

        if (host.EndsWith('*') && port.IsEmpty && star == host.Length - 1 && Host.IsLoopback(host[..^1]))
        {
            return new Fault(ProblemCode.Wildcard, "A '*' for the port stands behind a colon", OriginFault.SayWrite($"{scheme}://{host[..^1]}:*", "List the origins."));
        }

        if (!Origin.IsWeb(scheme))
        {
            return new Fault(ProblemCode.Wildcard,
                $"A host of the scheme {scheme} is opaque and compared as it is: it has no subdomains",
                OriginFault.SayWrite($"{scheme}://*", "List the origins.", $" for any origin of the scheme, or list the origins"));
        }

        var parent = host[(host.IndexOf('.') + 1)..];
        if (parent.IsEmpty || parent.Length == host.Length || star > host.IndexOf('.') || host.LastIndexOf('*') > star)
        {
            return new Fault(ProblemCode.Wildcard, "No pattern has a '*' there: it stands once, in the leftmost label, in front of a domain", Nearest(scheme, host, port));
        }

        if (host is not ['*', '.', ..] && Host.IsPublicTopLevel(parent) && Host.IsValid(parent) && !Host.EndsInNumber(parent))
        {
            // https://*example.com, where a dot is missing
            var domain = host[..host.IndexOf('.')].TrimStart("*-");
            return new Fault(ProblemCode.Wildcard, $"It would match names that anyone registers below {parent}, and no subdomain",
                star > 0 ? $"List the origins. {OriginFault.RuleInCode}"
                    : OriginFault.SayWrite($"{scheme}://*.{domain}.{parent}{port}", "List the origins.", $" for the subdomains of {domain}.{parent}, or list the origins"));
        }

        return parent is ['[', ..] || Host.EndsInNumber(parent)
            ? new Fault(ProblemCode.Wildcard, "An IP address has no subdomains", "List the addresses with their schemes.")
            : null;
    }

    private static string Nearest(ReadOnlySpan<char> scheme, ReadOnlySpan<char> host, ReadOnlySpan<char> port)
    {
        // https://pr-**.example.com, https://*.pr-*.example.com, https://pr-.*.example.com
        var fewer = host.ToString();
        if (IsPattern($"{scheme}://{fewer.Replace(".*", "*", StringComparison.Ordinal)}{port}") && host.Contains("-.*", StringComparison.Ordinal))
        {
            fewer = fewer.Replace(".*", "*", StringComparison.Ordinal);
        }

        while (fewer.Contains("**", StringComparison.Ordinal))
        {
            fewer = fewer.Replace("**", "*", StringComparison.Ordinal);
        }

        fewer = fewer.StartsWith("*.", StringComparison.Ordinal) ? fewer[2..] : fewer;
        if (IsPattern($"{scheme}://{fewer}{port}"))
        {
            return $"Write \"{scheme}://{fewer}{port}\", or list the origins. {OriginFault.RuleInCode}";
        }

        // https://shop.*.example.com
        var behind = host[(host.LastIndexOf('*') + 1)..];
        var parent = behind[(behind.IndexOf('.') + 1)..];
        return behind.Contains('.') && !PublicSuffixes.IsOpenToAnyone(parent, deep: false) && IsPattern($"{scheme}://*.{parent}{port}")
            ? $"Write \"{scheme}://*.{parent}{port}\" for every name below {parent}, or list the origins. {OriginFault.RuleInCode}"
            : "Write \"https://*.example.com\" for all subdomains, \"https://pr-*.example.com\" for a label with fixed text, or \"https://*\" for any https origin; or list the origins. "
                + OriginFault.RuleInCode;
    }

    /// <summary>192.168.1.*: digits and dots.</summary>
    private static bool IsAddress(ReadOnlySpan<char> host) => host.IndexOfAnyInRange('0', '9') >= 0 && !host.ContainsAnyExcept(OfAddress);

    private static bool IsPattern(string item) => OriginPattern.TryParse(item, out _, out var pattern) && pattern is not null;
}
