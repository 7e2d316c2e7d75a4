using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace CorsKit.Tests.Origins;

/// <summary>The definition, spelt out with strings: slow, and plainly right.</summary>
internal static partial class NaiveOrigins
{
    /// <summary>Whether some browser may send it.</summary>
    public static bool IsOrigin(string text)
    {
        var (scheme, host, port) = Split(text);
        var labels = host.Split('.');
        var isNumber = labels[^1].Length > 0 && (labels[^1].All(char.IsAsciiDigit) || (labels[^1].StartsWith("0x", StringComparison.Ordinal) && labels[^1][2..].All(char.IsAsciiHexDigit)));
        var isHost = host.Length is > 0 and <= 253 && (host.StartsWith('[') ? IsIPv6(host)
            : scheme is not ("http" or "https") ? host.All(c => char.IsAsciiLetterOrDigit(c) || "-._~%".Contains(c, StringComparison.Ordinal))
            : labels.All(label => label.Length is > 0 and < 64 && label.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_'))
                && (!isNumber || (IPAddress.TryParse(host, out var address) && address.ToString() == host)));
        return isHost && $"{scheme}://{host}{port}" == text && (port == "" || int.Parse(port[1..], CultureInfo.InvariantCulture) <= 65535)
            && (scheme, port) is not (("https", ":443") or ("http", ":80"));
    }

    /// <summary>Whether an accepted item of AllowOrigins, other than <c>*</c>, allows what is sent.</summary>
    public static bool Matches(string item, string origin)
    {
        if (!item.Contains('*'))
        {
            return item == origin;
        }

        var (scheme, host, port) = Split(origin);
        var (allowedScheme, authority) = (item[..item.IndexOf("://", StringComparison.Ordinal)], item[(item.IndexOf("://", StringComparison.Ordinal) + 3)..]);
        if (!IsOrigin(origin) || allowedScheme != scheme)
        {
            return false;
        }

        if (authority is "*" or "*:*")
        {
            return true;
        }

        var colon = authority.LastIndexOf(':') is var last && last > authority.LastIndexOf(']') ? last : -1;
        var (allowedHost, allowedPort) = colon < 0 ? (authority, "") : (authority[..colon], authority[colon..]);
        if (allowedPort != ":*" && allowedPort != port)
        {
            return false;
        }

        var label = host.Split('.')[0];
        return allowedHost.StartsWith("*.", StringComparison.Ordinal) ? host.EndsWith(allowedHost[1..], StringComparison.Ordinal) && host.Length > allowedHost.Length - 1
            : !allowedHost.Contains('*') ? host == allowedHost
            : allowedHost.Split('.')[0].Split('*') is [var prefix, var suffix] && label.Length > prefix.Length + suffix.Length
                && label.StartsWith(prefix, StringComparison.Ordinal) && label.EndsWith(suffix, StringComparison.Ordinal)
                && host.Contains('.') && host[(label.Length + 1)..] == allowedHost[(allowedHost.IndexOf('.') + 1)..];
    }

    /// <summary>Nothing at all where it has not the form.</summary>
    private static (string Scheme, string Host, string Port) Split(string text) =>
        Form.Match(text).Groups is var groups ? (groups["scheme"].Value, groups["host"].Value, groups["port"].Value) : default;

    /// <summary>The one way to write the address: its first longest run of zeros, if it is one, left out.</summary>
    private static bool IsIPv6(string host)
    {
        if (!IPAddress.TryParse(host, out var address))
        {
            return false;
        }

        var text = string.Join(':', address.GetAddressBytes().Chunk(2).Select(pair => ((pair[0] << 8) + pair[1]).ToString("x", CultureInfo.InvariantCulture)));
        for (var length = 8; length > 1; length--)
        {
            var shorter = new Regex($"(^|:)0(:0){{{length - 1}}}(:|$)").Replace(text, "::", 1);
            if (shorter != text)
            {
                return host == $"[{shorter}]";
            }
        }

        return host == $"[{text}]";
    }

    [GeneratedRegex(@"^(?<scheme>[a-z][a-z0-9+.-]{0,63})://(?<host>\[[0-9a-f:]+\]|[^:/?#@*,\[\]]+)(?<port>:[1-9][0-9]{0,4})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Form { get; }
}
