using System.Buffers;
using System.Globalization;

namespace CorsKit.Origins;

/// <summary>
/// The host of a serialized origin: a lower-case ASCII domain, a dotted-quad IPv4 address, a compressed IPv6
/// address in brackets (https://url.spec.whatwg.org/#concept-host-serializer), or an opaque host.
/// </summary>
internal static class Host
{
    /// <summary>RFC 1035, section 2.3.4, less the length octets.</summary>
    public const int MaxLength = 253;

    public const int MaxLabelLength = 63;

    /// <summary>
    /// The unreserved characters of RFC 3986, section 2.3, and the percent sign. The URL standard knows more that no app or extension has, and
    /// that mean something elsewhere: a comma between several origins, the asterisk of a pattern, quotes.
    /// </summary>
    private static readonly SearchValues<char> Opaque =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%");

    public static bool IsValid(ReadOnlySpan<char> host)
    {
        if (host.IsEmpty || host.Length > MaxLength)
        {
            return false;
        }

        if (host[0] == '[')
        {
            return host[^1] == ']' && IsIPv6(host[1..^1]);
        }

        return HasDomainLabels(host) && (!EndsInNumber(host) || IsIPv4(host));
    }

    /// <summary>
    /// The host of an app or an extension, <c>app://.</c> for example: neither its letter case nor its dots mean anything
    /// (https://url.spec.whatwg.org/#concept-opaque-host-parser).
    /// </summary>
    public static bool IsOpaque(ReadOnlySpan<char> host) =>
        host is ['[', .., ']'] ? IsValid(host) : host.Length is > 0 and <= MaxLength && !host.ContainsAnyExcept(Opaque);

    /// <summary>localhost and what lies below it (RFC 6761, section 6.3), 127.0.0.0/8 and ::1.</summary>
    public static bool IsLoopback(ReadOnlySpan<char> host) =>
        IsLocalhost(host)
        || host.SequenceEqual("[::1]")
        || (host.StartsWith("127.", StringComparison.Ordinal) && IsIPv4(host));

    public static bool IsLocalhost(ReadOnlySpan<char> host) =>
        host.SequenceEqual("localhost") || host.EndsWith(".localhost", StringComparison.Ordinal);

    /// <summary>A name that certificate authorities sign: no address, no name without a dot, and none of those that mean something in one network only.</summary>
    public static bool IsPublicName(ReadOnlySpan<char> host) =>
        host.Contains('.') && host[0] != '[' && !EndsInNumber(host) && !IsPrivate(host[(host.LastIndexOf('.') + 1)..]);

    /// <summary>Whether strangers register names right below it: a top-level domain that is not reserved (RFC 2606, RFC 6761).</summary>
    public static bool IsPublicTopLevel(ReadOnlySpan<char> domain) =>
        !domain.Contains('.') && !IsPrivate(domain) && domain is not ("localhost" or "example" or "invalid");

    /// <summary>RFC 6762, RFC 8375, RFC 2606, and ICANN's reservation of .internal.</summary>
    private static bool IsPrivate(ReadOnlySpan<char> topLevel) => topLevel is "local" or "lan" or "internal" or "arpa" or "test";

    /// <summary>Whether the text could be a label of a domain.</summary>
    public static bool IsLabel(ReadOnlySpan<char> text) => !text.Contains('.') && HasDomainLabels(text);

    /// <summary>
    /// Letters, digits, hyphens, and the underscore, which the grammar lacks and browsers send. Hyphens may stand
    /// anywhere: the URL standard does not check them.
    /// </summary>
    private static bool HasDomainLabels(ReadOnlySpan<char> host)
    {
        var labelLength = 0;
        foreach (var c in host)
        {
            if (c == '.')
            {
                if (labelLength == 0)
                {
                    return false;
                }

                labelLength = 0;
            }
            else if ((char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_') && labelLength < MaxLabelLength)
            {
                labelLength++;
            }
            else
            {
                return false;
            }
        }

        return labelLength > 0;
    }

    /// <summary>https://url.spec.whatwg.org/#ends-in-a-number-checker: such a host is an IPv4 address, or no host.</summary>
    public static bool EndsInNumber(ReadOnlySpan<char> host)
    {
        var label = host[(host.LastIndexOf('.') + 1)..];
        if (label.IsEmpty)
        {
            return false;
        }

        if (label.StartsWith("0x", StringComparison.Ordinal))
        {
            foreach (var c in label[2..])
            {
                if (!char.IsAsciiHexDigit(c))
                {
                    return false;
                }
            }

            return true;
        }

        foreach (var c in label)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsIPv4(ReadOnlySpan<char> host)
    {
        for (var octet = 0; octet < 4; octet++)
        {
            var dot = octet < 3 ? host.IndexOf('.') : host.Length;
            if (dot is < 1 or > 3)
            {
                return false;
            }

            var value = 0;
            foreach (var c in host[..dot])
            {
                if (!char.IsAsciiDigit(c))
                {
                    return false;
                }

                value = (value * 10) + (c - '0');
            }

            if (value > 255 || (dot > 1 && host[0] == '0'))
            {
                return false;
            }

            host = octet < 3 ? host[(dot + 1)..] : default;
        }

        return true;
    }

    /// <summary>
    /// Whether the text is what the URL standard's serializer writes for some address: read it, write it, compare.
    /// https://url.spec.whatwg.org/#concept-ipv6-serializer
    /// </summary>
    private static bool IsIPv6(ReadOnlySpan<char> text)
    {
        Span<ushort> pieces = stackalloc ushort[8];
        if (!TryReadIPv6(text, pieces))
        {
            return false;
        }

        Span<char> canonical = stackalloc char[39];
        return text.SequenceEqual(canonical[..WriteIPv6(pieces, canonical)]);
    }

    private static bool TryReadIPv6(ReadOnlySpan<char> text, Span<ushort> pieces)
    {
        pieces.Clear();
        var gap = text.IndexOf("::");
        if (gap < 0)
        {
            return ReadPieces(text, pieces) == 8;
        }

        var head = ReadPieces(text[..gap], pieces);
        Span<ushort> tail = stackalloc ushort[8];
        var tailCount = ReadPieces(text[(gap + 2)..], tail);
        if (head < 0 || tailCount < 0 || head + tailCount > 7)
        {
            return false;
        }

        tail[..tailCount].CopyTo(pieces[(8 - tailCount)..]);
        return true;
    }

    /// <returns>How many pieces were read, or -1 when the text is not colon-separated hexadecimal.</returns>
    private static int ReadPieces(ReadOnlySpan<char> text, Span<ushort> pieces)
    {
        var count = 0;
        while (!text.IsEmpty)
        {
            var colon = text.IndexOf(':');
            var digits = colon < 0 ? text : text[..colon];
            if (count == 8 || digits.Length > 4 || colon == text.Length - 1
                || !ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out pieces[count]))
            {
                return -1;
            }

            count++;
            text = colon < 0 ? default : text[(colon + 1)..];
        }

        return count;
    }

    private static int WriteIPv6(ReadOnlySpan<ushort> pieces, Span<char> destination)
    {
        var (gapStart, gapLength) = LongestZeroRun(pieces);
        var length = 0;
        for (var i = 0; i < 8; i++)
        {
            if (i == gapStart)
            {
                destination[length++] = ':';
                if (i == 0)
                {
                    destination[length++] = ':';
                }

                i += gapLength - 1;
                continue;
            }

            pieces[i].TryFormat(destination[length..], out var written, "x", CultureInfo.InvariantCulture);
            length += written;
            if (i < 7)
            {
                destination[length++] = ':';
            }
        }

        return length;
    }

    /// <summary>The first of the longest runs of zero pieces; a single one is not compressed.</summary>
    private static (int Start, int Length) LongestZeroRun(ReadOnlySpan<ushort> pieces)
    {
        var best = (Start: -1, Length: 1);
        for (var i = 0; i < 8; i++)
        {
            var start = i;
            while (i < 8 && pieces[i] == 0)
            {
                i++;
            }

            if (i - start > best.Length)
            {
                best = (start, i - start);
            }
        }

        return best;
    }
}
