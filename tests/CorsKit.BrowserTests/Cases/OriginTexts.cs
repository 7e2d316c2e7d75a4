using System.Globalization;
using System.Net;

namespace CorsKit.BrowserTests.Cases;

/// <summary>Origins, and what is nearly one: the same texts in every run.</summary>
internal static class OriginTexts
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789-_";

    private static readonly string[] OtherSchemes = ["app", "capacitor", "ionic", "tauri", "moz-extension", "safari-web-extension", "x.y+z-1"];

    private static readonly string[] NoPagesSchemes = ["ws", "wss", "ftp", "file", "data", "blob", "about", "javascript", "filesystem"];

    private static readonly string[] Scripts = ["bücher", "食狮", "faß", "россия", "ελ", "ایران", "ไทย", "日本語", "💩", "ﬁ", "ſ", "K", "Å", "İ", "a\u0301", "\u200d", "\u00ad", "。", "．", "½", "①", "Ⅷ"];

    /// <summary>No star is among them, which is a pattern and no origin.</summary>
    private static readonly string[] Strays =
        ["!", "\"", "$", "%", "&", "'", "(", ")", "+", ",", ";", "=", "`", "{", "|", "}", "~", "^", "<", ">", "\\", "/", "?", "#", "@", ":", "[", "]", " ", "\t", "\n", "\r", "\0", "\u007f", "\u00a0", "\u3000", "%41", "%2e", "%00", ".", "..", "_", "-"];

    /// <summary>Every other one is whole before it is broken in one place.</summary>
    public static IEnumerable<string> All(int count)
    {
        var random = new Random(15);
        for (var i = 0; i < count; i++)
        {
            var scheme = random.Next(8) switch { 0 => Any(random, OtherSchemes), < 4 => "http", _ => "https" };
            var host = Host(random);
            var port = random.Next(3) > 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{random.Next(65_536)}");
            yield return i % 2 == 0 ? $"{scheme}://{host}{port}" : NearMiss(random, scheme, host, port);
        }
    }

    private static string Host(Random random) => random.Next(10) switch
    {
        0 => string.Join('.', Enumerable.Range(0, 4).Select(_ => random.Next(256))),
        1 => IPv6(random),
        2 => Any(random, ["localhost", "a.localhost", "xn--bcher-kva.example", "xn--85x722f.com", "xn--fa-hia.de"]),
        _ => string.Join('.', Enumerable.Range(0, random.Next(1, 5)).Select(_ => Label(random, random.Next(1, 12)))),
    };

    private static string Label(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => Letters[random.Next(Letters.Length)]));

    private static string IPv6(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        for (var i = 0; i < 16; i += 2)
        {
            bytes[i] = random.Next(2) == 0 ? (byte)0 : bytes[i];
            bytes[i + 1] = random.Next(2) == 0 && bytes[i] == 0 ? (byte)0 : bytes[i + 1];
        }

        return $"[{new IPAddress(bytes)}]";
    }

    private static string NearMiss(Random random, string scheme, string host, string port) => random.Next(19) switch
    {
        0 => $"{scheme}://{host.ToUpperInvariant()}{port}",
        1 => $"{Any(random, ["HTTP", "Https", "App", "hTTp"])}://{host}{port}",
        2 => string.Create(CultureInfo.InvariantCulture, $"{scheme}://{host}:{Any(random, ["", "0", "00", "080", "0443", "80", "443", "65535", "65536", "99999", "000008080", "1e3", "-1", "+1", "8080 ", "x"])}"),
        3 => $"{scheme}://{IPv4(random)}{port}",
        4 => $"{scheme}://[{Any(random, ["::", "::1", "0:0:0:0:0:0:0:1", "::ffff:1.2.3.4", "::ffff:102:304", "::1.2.3.4", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:0:0:2::3", "1::0:0:2", "::A", "::00a", "fe80::1%eth0", "fe80::1%25eth0", "::12345", "1:2:3:4:5:6:7::", "1:0:3:4:5:6:7:8"])}]{port}",
        5 => $"{scheme}://{Any(random, Scripts)}{(random.Next(2) == 0 ? "." + host : "")}{port}",
        6 => $"{scheme}://{Label(random, 3)}{Any(random, [":b@", "@", ":@", "@@"])}{host}{port}",
        7 => $"{scheme}://{host}.{port}",
        8 => $"{scheme}://{Label(random, random.Next(60, 70))}.{Label(random, random.Next(1, 70))}{port}",
        9 => $"{scheme}://{string.Join('.', Enumerable.Range(0, random.Next(3, 6)).Select(_ => Label(random, 61)))}.{Label(random, random.Next(1, 10))}{port}",
        10 => $"{scheme}://xn--{Label(random, random.Next(0, 9))}.{host}{port}",
        11 => $"{scheme}://{host[..random.Next(host.Length)]}xn--{Any(random, ["bcher-kva", "85x722f", "a", "-", "99999999", "80ak6aa92e", "ls8h"])}{port}",
        12 => $"{Any(random, NoPagesSchemes)}://{host}{port}",
        13 => $"{scheme}{Any(random, [":", ":/", ":///", "://///", "//", ""])}{host}{port}",
        14 => $"{scheme}://{host}{port}{Any(random, ["/", "?", "#", "/a", "\\", "%20"])}",
        15 => $"{Any(random, [" ", "\t", "\n", "\u0001", "\ufeff"])}{scheme}://{host}{port}",
        16 => $"{scheme}{new string('x', random.Next(50, 70))}://{host}{port}",
        17 => $"{scheme}://{port}",
        _ => $"{scheme}://{host.Insert(random.Next(host.Length + 1), Any(random, Strays))}{port}",
    };

    /// <summary>An address in one of the ways that browsers read and do not write.</summary>
    private static string IPv4(Random random)
    {
        var number = (uint)random.NextInt64(1L << 32);
        return random.Next(7) switch
        {
            0 => number.ToString(CultureInfo.InvariantCulture),
            1 => $"0x{number:x}",
            2 => $"0{Convert.ToString(number, 8)}",
            3 => string.Create(CultureInfo.InvariantCulture, $"0x{number >> 24:x}.{number & 0xffffff}"),
            4 => string.Create(CultureInfo.InvariantCulture, $"{number >> 24}.0{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"),
            5 => string.Create(CultureInfo.InvariantCulture, $"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{random.Next(200, 300)}"),
            _ => $"{Label(random, 3)}.{Any(random, ["0x", "0xg", "0x1f", "1", "09", "0", "1a", "00", "256"])}",
        };
    }

    private static string Any(Random random, string[] of) => of[random.Next(of.Length)];
}
