using System.Text;
using CorsKit.Headers;

namespace CorsKit.Testing.Browsers;

/// <summary>https://mimesniff.spec.whatwg.org/#mime-type</summary>
internal sealed record MimeType(string Essence, IReadOnlyList<KeyValuePair<string, string>> Parameters)
{
    private static readonly char[] WhiteSpace = [' ', '\t', '\r', '\n'];

    /// <summary>Null where it is none: https://mimesniff.spec.whatwg.org/#parse-a-mime-type</summary>
    public static MimeType? Parse(string text)
    {
        var value = text.Trim(WhiteSpace);
        var end = IndexOf(value, ';', 0);
        var essence = value[..end].TrimEnd(WhiteSpace).ToLowerInvariant();
        return essence.Split('/') is [var type, var subtype] && HttpToken.IsToken(type) && HttpToken.IsToken(subtype) ? new MimeType(essence, ReadParameters(value, end)) : null;
    }

    /// <summary>https://mimesniff.spec.whatwg.org/#serialize-a-mime-type</summary>
    public override string ToString() => Essence + string.Concat(Parameters.Select(parameter => $";{parameter.Key}={Written(parameter.Value)}"));

    /// <summary>Only those of data: URLs are used. <see cref="DataUrl"/> escapes everything but printable ASCII, so every value may stand in quotes.</summary>
    private static List<KeyValuePair<string, string>> ReadParameters(string text, int position)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        while (position < text.Length)
        {
            var end = Math.Min(IndexOf(text, ';', position + 1), IndexOf(text, '=', position + 1));
            var name = text[(position + 1)..end].TrimStart(WhiteSpace).ToLowerInvariant();
            position = end;
            if (position == text.Length || text[position] == ';')
            {
                continue;
            }

            var isQuoted = position + 1 < text.Length && text[position + 1] == '"';
            var value = isQuoted ? ReadQuoted(text, position + 2, out position) : text[(position + 1)..IndexOf(text, ';', position + 1)].TrimEnd(WhiteSpace);
            position = IndexOf(text, ';', isQuoted ? position : position + 1);
            if ((isQuoted || value.Length > 0) && HttpToken.IsToken(name) && parameters.TrueForAll(parameter => parameter.Key != name))
            {
                parameters.Add(new(name, value));
            }
        }

        return parameters;
    }

    /// <summary>https://fetch.spec.whatwg.org/#collect-an-http-quoted-string, from behind the first quote on.</summary>
    private static string ReadQuoted(string text, int start, out int end)
    {
        var value = new StringBuilder();
        for (end = start; end < text.Length && text[end] != '"'; end++)
        {
            end += text[end] == '\\' && end + 1 < text.Length ? 1 : 0;
            value.Append(text[end]);
        }

        return value.ToString();
    }

    private static string Written(string value) =>
        HttpToken.IsToken(value) ? value : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static int IndexOf(string text, char c, int start) => start <= text.Length && text.IndexOf(c, start) is >= 0 and var index ? index : text.Length;
}
