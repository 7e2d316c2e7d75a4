namespace CorsKit.Origins;

/// <summary>
/// A serialized origin taken apart, without allocating: <c>scheme "://" host [":" port]</c>
/// (https://fetch.spec.whatwg.org/#origin-header). Anything a browser would not send is not an origin.
/// The host of http and https is a domain or an address; that of every other scheme is opaque
/// (https://url.spec.whatwg.org/#opaque-host) and compared as it is.
/// </summary>
internal readonly ref struct Origin
{
    /// <summary>The longest origin there is: scheme (64), "://", host (253), ":", port (5).</summary>
    public const int MaxLength = MaxSchemeLength + 3 + Origins.Host.MaxLength + 6;

    /// <summary>No registered scheme comes near; a bound keeps hostile headers short.</summary>
    public const int MaxSchemeLength = 64;

    /// <summary>The port of an origin that names none, which means its scheme's default.</summary>
    public const int NoPort = 0;

    private Origin(ReadOnlySpan<char> scheme, ReadOnlySpan<char> host, int port)
    {
        Scheme = scheme;
        Host = host;
        Port = port;
    }

    public ReadOnlySpan<char> Scheme { get; }

    /// <summary>A domain, a dotted-quad IPv4 address, or an IPv6 address in its brackets; opaque where the scheme is neither http nor https.</summary>
    public ReadOnlySpan<char> Host { get; }

    public int Port { get; }

    public static bool TryParse(ReadOnlySpan<char> text, out Origin origin)
    {
        origin = default;
        if (text.Length > MaxLength || !TrySplit(text, out var scheme, out var host, out var port))
        {
            return false;
        }

        var number = NoPort;
        if (!IsScheme(scheme) || !IsHost(scheme, host) || (!port.IsEmpty && !TryParsePort(port[1..], out number)))
        {
            return false;
        }

        origin = new Origin(scheme, host, number);
        return !IsDefaultPort(scheme, number);
    }

    /// <summary>
    /// Splits into scheme, host and port; the port keeps its colon, so that an empty one is told from none.
    /// Nothing is evaluated here.
    /// </summary>
    public static bool TrySplit(ReadOnlySpan<char> text, out ReadOnlySpan<char> scheme, out ReadOnlySpan<char> host, out ReadOnlySpan<char> port)
    {
        var colon = text.IndexOf(':');
        if (colon < 0 || !text[colon..].StartsWith("://", StringComparison.Ordinal))
        {
            scheme = host = port = default;
            return false;
        }

        scheme = text[..colon];
        var authority = text[(colon + 3)..];

        // The colons of an IPv6 address stand inside its brackets.
        var bracket = authority.StartsWith('[') ? authority.IndexOf(']') : -1;
        var portColon = authority[(bracket + 1)..].IndexOf(':');
        var hostLength = portColon < 0 ? authority.Length : bracket + 1 + portColon;
        host = authority[..hostLength];
        port = authority[hostLength..];
        return true;
    }

    /// <summary>Whether the scheme's hosts are domains and addresses. The URL standard's other special schemes are no page's (<see cref="UnusableScheme"/>).</summary>
    public static bool IsWeb(ReadOnlySpan<char> scheme) => scheme is "https" or "http";

    public static bool IsHost(ReadOnlySpan<char> scheme, ReadOnlySpan<char> host) =>
        IsWeb(scheme) ? Origins.Host.IsValid(host) : Origins.Host.IsOpaque(host);

    /// <summary>RFC 3986, section 3.1, in the lower case of a serialized origin.</summary>
    public static bool IsScheme(ReadOnlySpan<char> scheme)
    {
        if (scheme.IsEmpty || scheme.Length > MaxSchemeLength || !char.IsAsciiLetterLower(scheme[0]))
        {
            return false;
        }

        foreach (var c in scheme)
        {
            if (!(char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '+' or '-' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>1 to 65535, no leading zero: the URL standard serializes ports so.</summary>
    public static bool TryParsePort(ReadOnlySpan<char> digits, out int port)
    {
        port = 0;
        if (digits.Length is 0 or > 5 || digits[0] == '0')
        {
            return false;
        }

        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            port = (port * 10) + (c - '0');
        }

        return port <= 65535;
    }

    /// <summary>A browser never writes its scheme's default port into an origin.</summary>
    public static bool IsDefaultPort(ReadOnlySpan<char> scheme, int port) => port switch
    {
        443 => scheme.SequenceEqual("https"),
        80 => scheme.SequenceEqual("http"),
        _ => false,
    };
}
