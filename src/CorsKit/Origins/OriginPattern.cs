namespace CorsKit.Origins;

/// <summary>
/// One item of AllowOrigins: an exact origin, or one with the wildcards <c>https://*.example.com</c> (one or more
/// labels, at a label boundary) and <c>http://localhost:*</c> (any port, or none). The lone <c>*</c> is not a pattern.
/// </summary>
internal sealed class OriginPattern
{
    public const int AnyPort = -1;

    private OriginPattern(string scheme, string host, int port, bool subdomains)
    {
        Scheme = scheme;
        Host = host;
        Port = port;
        Subdomains = subdomains;
    }

    public string Scheme { get; }

    /// <summary>Without the leading <c>*.</c> of a subdomain pattern.</summary>
    public string Host { get; }

    /// <summary><see cref="AnyPort"/>, <see cref="Origin.NoPort"/>, or a port.</summary>
    public int Port { get; }

    public bool Subdomains { get; }

    /// <summary>
    /// Whether the item is an exact origin, in which case it is its own and only match and needs no pattern; or
    /// reads the pattern. Neither: <see cref="OriginFault"/> tells why.
    /// </summary>
    public static bool TryParse(string item, out bool isExact, out OriginPattern? pattern)
    {
        pattern = null;
        isExact = false;
        if (!Origin.TrySplit(item, out var scheme, out var host, out var port) || UnusableScheme.Is(scheme)
            || !Punycode.FindInvalidLabel(host).IsEmpty)
        {
            return false;
        }

        if (Origin.TryParse(item, out _))
        {
            return isExact = true;
        }

        var subdomains = host.StartsWith("*.", StringComparison.Ordinal);
        var anyPort = port.SequenceEqual(":*");
        var parent = subdomains ? host[2..] : host;
        var number = Origin.NoPort;
        if (!(subdomains || anyPort) || !Origin.IsScheme(scheme)
            || host.Length > Origins.Host.MaxLength || !Origins.Host.IsValid(parent)
            || (subdomains && (parent[0] == '[' || Origins.Host.EndsInNumber(parent)))
            || (!anyPort && !port.IsEmpty && !Origin.TryParsePort(port[1..], out number))
            || Origin.IsDefaultPort(scheme, number))
        {
            return false;
        }

        pattern = new OriginPattern(scheme.ToString(), parent.ToString(), anyPort ? AnyPort : number, subdomains);
        return true;
    }
}
