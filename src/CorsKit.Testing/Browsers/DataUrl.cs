using System.Text;

namespace CorsKit.Testing.Browsers;

/// <summary>A response that stands in its own URL: https://fetch.spec.whatwg.org/#data-url-processor</summary>
internal static class DataUrl
{
    public const string Scheme = "data";

    private const string DefaultType = "text/plain;charset=US-ASCII";

    /// <summary>The content-type and the body; null where the URL has no comma, or base64 that is none.</summary>
    public static (string ContentType, byte[] Body)? Read(string url)
    {
        var text = url.Split('#')[0][(Scheme.Length + 1)..];
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0)
        {
            return null;
        }

        var type = Escape(text[..comma]).Trim(' ');
        var body = Unescape(text[(comma + 1)..]);
        const string Base64 = "base64";
        if (type.EndsWith(Base64, StringComparison.OrdinalIgnoreCase) && type[..^Base64.Length].TrimEnd(' ') is [.. var rest, ';'])
        {
            type = rest;
            if (Decode(Encoding.Latin1.GetString(body)) is not { } decoded)
            {
                return null;
            }

            body = decoded;
        }

        type = type.StartsWith(';') ? "text/plain" + type : type;
        return (MimeType.Parse(type)?.ToString() ?? DefaultType, body);
    }

    /// <summary>As the URL has it once it is parsed: https://url.spec.whatwg.org/#c0-control-percent-encode-set</summary>
    private static string Escape(string text) => string.Concat(Encoding.UTF8.GetBytes(text).Select(value => value is >= 0x20 and <= 0x7E ? $"{(char)value}" : $"%{value:X2}"));

    /// <summary>https://url.spec.whatwg.org/#string-percent-decode</summary>
    private static byte[] Unescape(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var decoded = new List<byte>(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '%' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                decoded.Add(Convert.ToByte($"{(char)bytes[i + 1]}{(char)bytes[i + 2]}", 16));
                i += 2;
            }
            else
            {
                decoded.Add(bytes[i]);
            }
        }

        return [.. decoded];
    }

    /// <summary>https://infra.spec.whatwg.org/#forgiving-base64-decode: white space does not count, and padding may be left out.</summary>
    private static byte[]? Decode(string text)
    {
        var letters = string.Concat(text.Where(c => c is not ('\t' or '\n' or '\f' or '\r' or ' ')));
        var padded = letters.Length % 4 is 2 or 3 && !letters.Contains('=', StringComparison.Ordinal) ? letters.PadRight((letters.Length + 3) / 4 * 4, '=') : letters;
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : null;
    }
}
