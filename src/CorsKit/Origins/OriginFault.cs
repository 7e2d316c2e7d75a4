using System.Buffers;
using System.Globalization;
using CorsKit.Diagnostics;

namespace CorsKit.Origins;

/// <summary>Why an item of AllowOrigins is not an origin or a pattern, and what to write instead.</summary>
internal static class OriginFault
{
    private static readonly SearchValues<char> Strays = SearchValues.Create(" \t\r\n;\"'");

    public static Fault Find(string item)
    {
        if (item.Equals("null", StringComparison.OrdinalIgnoreCase))
        {
            return new Fault(ProblemCode.NullOrigin,
                "null is the origin of sandboxed frames, data: pages and redirected requests, so any site can send it",
                "Serve the page from an origin of its own and allow that one; where no credentials are needed, \"*\" covers null too.");
        }

        if ((OriginExpression.Find(item) ?? UnusableScheme.Find(item)) is { } other)
        {
            return other;
        }

        if (item.AsSpan().ContainsAny(Strays))
        {
            return new Fault(ProblemCode.OriginSyntax, "An origin has no white space, semicolons or quotes",
                SayWrite(item.Trim().Trim('"', '\'', ';'), "Write one origin to an item; in a setting that is a single string, separate them with commas."));
        }

        if (!Origin.TrySplit(item, out var scheme, out var host, out var port))
        {
            var schemeAlone = item.Split([':', '/'])[0];
            if (item.EndsWith('*') && Origin.IsScheme(schemeAlone) && !schemeAlone.Contains('.') && !Host.IsLoopback(schemeAlone) && item.AsSpan(schemeAlone.Length).Trim(":/*").IsEmpty)
            {
                return new Fault(ProblemCode.OriginSyntax, "Behind the scheme stands \"://\"", SayWrite($"{schemeAlone}://*", "List the origins.", " for any origin of the scheme, or list the origins"));
            }

            return new Fault(ProblemCode.OriginSyntax,
                "An origin begins with its scheme",
                SayWrite((Host.IsLoopback(item.Split(':')[0]) ? "http://" : "https://") + item, "Write scheme://host[:port], for example \"https://shop.example.com\"."));
        }

        if (scheme.Contains('*'))
        {
            return new Fault(ProblemCode.Wildcard, "No pattern has a '*' in the scheme", SayWrite($"https{item.AsSpan(scheme.Length)}", "Write scheme://host[:port]."));
        }

        if (AfterHost(item, scheme.Length) is { } rest)
        {
            return new Fault(ProblemCode.OriginSyntax,
                "An origin ends after its host and port: no user info, path, query, fragment or trailing slash",
                scheme.EndsWith("-extension", StringComparison.Ordinal) && item.Contains('@') ? $"Write what location.origin says in the extension, or \"{scheme}://*\" for any of them."
                    : SayWrite(rest, "Keep only scheme://host[:port]."));
        }

        if (Lowered(item) is { } lowered)
        {
            return new Fault(ProblemCode.OriginSyntax,
                Origin.IsWeb(scheme.ToString().ToLowerInvariant())
                    ? "Browsers send origins in lower-case ASCII (punycode), and the comparison is exact"
                    : "Browsers send schemes in lower case, and the comparison is exact",
                SayWrite(lowered, "Write it as the browser's address bar copies it."));
        }

        if (!Origin.IsScheme(scheme))
        {
            return new Fault(ProblemCode.OriginSyntax,
                $"A scheme is a letter followed by letters, digits, '+', '-' and '.', at most {Origin.MaxSchemeLength} characters",
                "Write scheme://host[:port], for example \"https://shop.example.com\".");
        }

        // Behind a bracket that is not an address no port can be told.
        var fault = host.Contains('[') && !Host.IsValid(host) ? null : FindInPort(scheme, host, port);
        return fault ?? WildcardFault.Find(scheme, host, port) ?? (Origin.IsWeb(scheme) ? FindInHost(scheme, host, port) : FindInOpaqueHost(scheme, host));
    }

    private static Fault? FindInPort(ReadOnlySpan<char> scheme, ReadOnlySpan<char> host, ReadOnlySpan<char> port)
    {
        if (port.IsEmpty || port.SequenceEqual(":*"))
        {
            return null;
        }

        var portless = $"{scheme}://{host}";
        if (port.Contains('*'))
        {
            return new Fault(ProblemCode.Wildcard, "A '*' in the port stands alone and means any port", SayWrite($"{portless}:*", "Write one port, or \":*\" for any."));
        }

        var range = port[1..].IndexOf('-');
        if (range > 0 && Origin.TryParsePort(port[1..][..range], out _) && Origin.TryParsePort(port[1..][(range + 1)..], out _))
        {
            return new Fault(ProblemCode.Port, "An origin has one port, and no pattern a range of them",
                SayWrite($"{portless}:*", "List an origin for each port.", " for any port, or list an origin for each"));
        }

        // https://pr-:id.example.com, as routes are written
        if (port.Contains('.') && !port[1..].ContainsAny("*:"))
        {
            return new Fault(ProblemCode.Port, "Behind the colon of a host stands a port", SayWrite($"{scheme}://{host}*{port[port.IndexOf('.')..]}", "Write the origin without it."));
        }

        if (!Origin.TryParsePort(port[1..], out var number))
        {
            return new Fault(ProblemCode.Port,
                "A port is a number from 1 to 65535 without leading zeros",
                SayWrite($"{portless}:8443", "Write the port of the page.", " with the port of the page, or no port where it is the scheme's default"));
        }

        return Origin.IsDefaultPort(scheme, number)
            ? new Fault(ProblemCode.Port, $"{number} is the default port of {scheme}, which browsers leave out of the origin", SayWrite(portless, "Leave the port out."))
            : null;
    }

    private static Fault FindInHost(ReadOnlySpan<char> scheme, ReadOnlySpan<char> host, ReadOnlySpan<char> port)
    {
        if (host.EndsWith('.') && Host.IsValid((host.Contains('*') ? host[(host.IndexOf('.') + 1)..] : host).TrimEnd('.')))
        {
            return new Fault(ProblemCode.Host,
                "Browsers keep a dot at the end of a host, so this is another origin than the one without it, and CorsKit allows no host with such a dot",
                SayWrite($"{scheme}://{host.TrimEnd('.')}{port}", "Leave the dot out.", " for pages without the dot, and redirect addresses with it there"));
        }

        if (Punycode.FindInvalidLabel(host) is { IsEmpty: false } label)
        {
            return new Fault(ProblemCode.Host,
                $"\"{label}\" begins as punycode and cannot be decoded (RFC 3492), and Firefox refuses the address", "Write the host as the browser's address bar copies it.");
        }

        if (host.StartsWith('['))
        {
            return new Fault(ProblemCode.Host,
                "An IPv6 address is written compressed, in lower case and in brackets (RFC 5952, without the dotted form)",
                "Write for example \"http://[::1]:3000\".");
        }

        if (!host.Contains(':') && Host.EndsInNumber(host))
        {
            return new Fault(ProblemCode.Host,
                "A host whose last label is a number is an IPv4 address, written as four numbers from 0 to 255",
                "Write for example \"http://127.0.0.1:3000\".");
        }

        return new Fault(ProblemCode.Host,
            $"A host is at most {Host.MaxLength} characters in labels of 1 to {Host.MaxLabelLength} letters, digits, '-' and '_', separated by dots",
            "Write the host as it stands in the browser's address bar.");
    }

    private static Fault FindInOpaqueHost(ReadOnlySpan<char> scheme, ReadOnlySpan<char> host) => new(
        ProblemCode.Host,
        $"A host of the scheme {scheme} is 1 to {Host.MaxLength} letters of any case, digits, '-', '.', '_', '~' and '%'",
        host is ['{', .., '}'] ? SayWrite($"{scheme}://{host[1..^1]}", "Leave the braces out.") : "Write what location.origin says in the page, for example \"capacitor://localhost\".");

    /// <returns>The item cut back to scheme, host and port; null when nothing stands beyond them.</returns>
    private static string? AfterHost(string item, int schemeLength)
    {
        var authority = item.AsSpan(schemeLength + 3);
        var end = authority.IndexOfAny("/?#\\");
        var userInfo = (end < 0 ? authority : authority[..end]).LastIndexOf('@');
        return end < 0 && userInfo < 0
            ? null
            : $"{item.AsSpan(0, schemeLength)}://{authority[(userInfo + 1)..(end < 0 ? authority.Length : end)]}";
    }

    /// <returns>The item in lower-case ASCII as far as that can be done; null when it is already.</returns>
    private static string? Lowered(string item)
    {
        if (!item.AsSpan().ContainsAnyInRange('A', 'Z') && !item.AsSpan().ContainsAnyExceptInRange('\0', '\x7f'))
        {
            return null;
        }

        Origin.TrySplit(item, out var scheme, out var host, out var port);
        var lowerScheme = scheme.ToString().ToLowerInvariant();
        if (!Origin.IsWeb(lowerScheme))
        {
            // The host is opaque, and its letter case counts.
            return scheme.SequenceEqual(lowerScheme) ? null : $"{lowerScheme}://{host}{port}";
        }

        try
        {
            // What a wildcard stands in is no part of a name.
            var wildcard = host.Contains('*') ? host[..(host.IndexOf('.') + 1)] : default;
            var ascii = new IdnMapping().GetAscii(host[wildcard.Length..].ToString());
            return $"{scheme}://{wildcard}{ascii}{port}".ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return item.ToLowerInvariant();
        }
    }

    /// <summary>The way out where a list cannot say it.</summary>
    public const string RuleInCode = "For a rule in code call AllowOriginsFrom((origin, context, cancellationToken) => …).";

    /// <summary>Proposes only what would be accepted, fixing what else is wrong on the way.</summary>
    public static string SayWrite(string proposal, string otherwise, string explanation = "")
    {
        var corrected = Correct(proposal);
        return OriginPattern.TryParse(corrected, out _, out _) ? $"Write \"{corrected}\"{explanation}." : otherwise;
    }

    /// <summary>Without what stands beyond the host and port, in lower-case ASCII, without the scheme's default port.</summary>
    public static string Correct(string item)
    {
        if (Origin.TrySplit(item, out var scheme, out _, out _))
        {
            item = AfterHost(item, scheme.Length) ?? item;
            item = Lowered(item) ?? item;
        }

        return Origin.TrySplit(item, out scheme, out var host, out var port)
            && port.Length > 1 && Origin.TryParsePort(port[1..], out var number) && Origin.IsDefaultPort(scheme, number)
            ? $"{scheme}://{host}"
            : item;
    }
}
