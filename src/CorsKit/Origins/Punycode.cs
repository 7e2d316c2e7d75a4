namespace CorsKit.Origins;

/// <summary>
/// Decodes labels such as <c>xn--bcher-kva</c> far enough to tell whether they can be decoded (RFC 3492, section 6.2).
/// <see cref="System.Globalization.IdnMapping"/> would do it otherwise on a machine with ICU than on one without: an app that
/// starts on a desk would not start on Lambda.
/// </summary>
internal static class Punycode
{
    private const string Prefix = "xn--";

    // RFC 3492, section 5.
    private const int Base = 36;
    private const int SmallestThreshold = 1;
    private const int LargestThreshold = 26;
    private const int Skew = 38;
    private const int Damp = 700;

    // Below stand ASCII, which is not encoded, and control characters, which no host may hold.
    private const int FirstCodePoint = 0xA0;

    /// <returns>The first label of the host that begins as punycode and is none, or empty.</returns>
    public static ReadOnlySpan<char> FindInvalidLabel(ReadOnlySpan<char> host)
    {
        if (!host.Contains(Prefix, StringComparison.Ordinal))
        {
            return default;
        }

        foreach (var label in host.Split('.'))
        {
            if (host[label].StartsWith(Prefix, StringComparison.Ordinal) && !CanDecode(host[label][Prefix.Length..]))
            {
                return host[label];
            }
        }

        return default;
    }

    private static bool CanDecode(ReadOnlySpan<char> text)
    {
        var delimiter = text.LastIndexOf('-');
        var count = Math.Max(delimiter, 0);
        text = text[(delimiter + 1)..];
        if (delimiter == 0 || text.IsEmpty)
        {
            return false;
        }

        var codePoint = 0x80;
        var bias = 72;
        var position = 0;
        var isFirst = true;
        while (!text.IsEmpty)
        {
            if (!TryReadDelta(ref text, bias, out var delta))
            {
                return false;
            }

            count++;
            bias = Adapt(delta, count, isFirst);
            isFirst = false;
            codePoint += (position + delta) / count;
            position = ((position + delta) % count) + 1;
            if (codePoint is < FirstCodePoint or > 0x10FFFF or (>= 0xD800 and <= 0xDFFF))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A variable-length integer; a label has at most 63 characters, and no code point needs a number of seven digits.</summary>
    private static bool TryReadDelta(ref ReadOnlySpan<char> text, int bias, out int delta)
    {
        delta = 0;
        var weight = 1L;
        var sum = 0L;
        for (var k = Base; !text.IsEmpty; k += Base)
        {
            var c = text[0];
            text = text[1..];
            var digit = char.IsAsciiLetterLower(c) ? c - 'a' : char.IsAsciiDigit(c) ? c - '0' + 26 : Base;
            sum += digit * weight;
            if (digit == Base || sum > int.MaxValue / 2)
            {
                return false;
            }

            var threshold = Math.Clamp(k - bias, SmallestThreshold, LargestThreshold);
            if (digit < threshold)
            {
                delta = (int)sum;
                return true;
            }

            weight *= Base - threshold;
        }

        return false;
    }

    private static int Adapt(int delta, int count, bool isFirst)
    {
        delta = isFirst ? delta / Damp : delta / 2;
        delta += delta / count;
        var k = 0;
        while (delta > (Base - SmallestThreshold) * LargestThreshold / 2)
        {
            delta /= Base - SmallestThreshold;
            k += Base;
        }

        return k + ((Base - SmallestThreshold + 1) * delta / (delta + Skew));
    }
}
