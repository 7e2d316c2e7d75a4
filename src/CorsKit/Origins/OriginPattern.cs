namespace CorsKit.Origins;

/// <summary>
/// An item of AllowOrigins that matches more than itself: see <see cref="PatternKind"/>; each may end with <c>:*</c>, any port
/// or none. The lone <c>*</c> is not a pattern.
/// </summary>
internal sealed class OriginPattern
{
    public const int AnyPort = -1;

    // The item itself and where its parts stand: there may be 100,000 patterns.
    private readonly string _item;
    private readonly byte _scheme;
    private readonly byte _host;
    private readonly byte _hostLength;
    private readonly byte _prefix;
    private readonly byte _suffix;

    private OriginPattern(string item, PatternKind kind, int port, ReadOnlySpan<char> scheme, ReadOnlySpan<char> host, ReadOnlySpan<char> prefix, ReadOnlySpan<char> suffix)
    {
        _item = item;
        Kind = kind;
        Port = port;
        _scheme = (byte)scheme.Length;
        _hostLength = (byte)host.Length;
        _prefix = (byte)prefix.Length;
        _suffix = (byte)suffix.Length;

        // Behind "://" and what the wildcard stands in.
        _host = (byte)(scheme.Length + 3 + kind switch
        {
            PatternKind.Subdomains => 2,
            PatternKind.Label => prefix.Length + suffix.Length + 2,
            _ => 0,
        });
    }

    public PatternKind Kind { get; }

    public ReadOnlySpan<char> Scheme => _item.AsSpan(0, _scheme);

    /// <summary>What does not vary of the host: the parent of the names that match, or the whole host; empty where any host matches.</summary>
    public ReadOnlySpan<char> Host => _item.AsSpan(_host, _hostLength);

    /// <summary><see cref="AnyPort"/>, <see cref="Origin.NoPort"/>, or a port.</summary>
    public int Port { get; }

    /// <summary>What the label begins with; of <see cref="PatternKind.Label"/> alone.</summary>
    public ReadOnlySpan<char> Prefix => _item.AsSpan(_scheme + 3, _prefix);

    /// <summary>What the label ends with; of <see cref="PatternKind.Label"/> alone.</summary>
    public ReadOnlySpan<char> Suffix => _item.AsSpan(_host - 1 - _suffix, _suffix);

    /// <summary>
    /// Whether the item is an exact origin, in which case it is its own and only match and needs no pattern; or
    /// reads the pattern. Neither: <see cref="OriginFault"/> tells why.
    /// </summary>
    public static bool TryParse(string item, out bool isExact, out OriginPattern? pattern)
    {
        pattern = null;
        isExact = false;
        if (!Origin.TrySplit(item, out var scheme, out var host, out var port) || UnusableScheme.Is(scheme)
            || (Origin.IsWeb(scheme) && !Punycode.FindInvalidLabel(host).IsEmpty))
        {
            return false;
        }

        if (Origin.TryParse(item, out _))
        {
            return isExact = true;
        }

        var number = Origin.NoPort;
        if (!Origin.IsScheme(scheme) || host.Length > Origins.Host.MaxLength
            || (!port.SequenceEqual(":*") && !port.IsEmpty && !Origin.TryParsePort(port[1..], out number))
            || Origin.IsDefaultPort(scheme, number))
        {
            return false;
        }

        pattern = Find(item, scheme, host, port.SequenceEqual(":*") ? AnyPort : number);
        return pattern is not null;
    }

    private static OriginPattern? Find(string item, ReadOnlySpan<char> scheme, ReadOnlySpan<char> host, int port)
    {
        var star = host.IndexOf('*');
        if (star < 0)
        {
            return port == AnyPort && Origin.IsHost(scheme, host) ? new(item, PatternKind.Host, port, scheme, host, default, default) : null;
        }

        if (host.Length == 1)
        {
            // Any origin of the scheme: no port of its own.
            return port is AnyPort or Origin.NoPort ? new(item, PatternKind.Scheme, AnyPort, scheme, default, default, default) : null;
        }

        var dot = host.IndexOf('.');
        if (!Origin.IsWeb(scheme) || dot < star || !IsDomain(host[(dot + 1)..]))
        {
            return null;
        }

        var prefix = host[..star];
        var suffix = host[(star + 1)..dot];
        return prefix.IsEmpty && suffix.IsEmpty ? new(item, PatternKind.Subdomains, port, scheme, host[2..], default, default)
            : !Origins.Host.IsPublicTopLevel(host[(dot + 1)..]) && IsPartOfLabel(prefix) && IsPartOfLabel(suffix) && prefix.Length + suffix.Length < Origins.Host.MaxLabelLength
                ? new(item, PatternKind.Label, port, scheme, host[(dot + 1)..], prefix, suffix)
            : null;
    }

    /// <summary>An address has no names below it.</summary>
    private static bool IsDomain(ReadOnlySpan<char> host) => Origins.Host.IsValid(host) && host[0] != '[' && !Origins.Host.EndsInNumber(host);

    private static bool IsPartOfLabel(ReadOnlySpan<char> text) => text.IsEmpty || Origins.Host.IsLabel(text);
}
