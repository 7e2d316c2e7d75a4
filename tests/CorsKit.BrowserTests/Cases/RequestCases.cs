using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests.Cases;

/// <summary>What a page sends at the edges of the rules: bytes beyond ASCII, long numbers in ranges, no body.</summary>
internal static class RequestCases
{
    private static readonly ScriptedAnswer Granted = new(
        200, "Access-Control-Allow-Origin: {origin}", "Access-Control-Allow-Methods: PUT, DELETE, PATCH, OPTIONS, CHICKEN, chicken, QUERY", "Access-Control-Allow-Headers: *");

    /// <summary>Whether the standard has the browser ask for the range, and which engines do otherwise; 2^63 - 1 and 2^64 - 1 are where their numbers end.</summary>
    private static readonly (string Value, bool IsAsked, string[] Otherwise)[] Ranges =
    [
        ("bytes=0-", false, []), ("bytes=0-0", false, []), ("bytes=00-01", false, []), ("bytes=1-0", true, []), ("bytes=-1", true, []), ("bytes=-", true, []), ("bytes=", true, []),
        ("BYTES=0-5", true, ["WebKit"]), ("Bytes=0-5", true, ["WebKit"]), ("bytes=+1-5", true, ["WebKit"]), ("bytes=1-+5", true, ["WebKit"]), ("bytes=0-5,7-9", true, []),
        ("bytes= 0-5", true, []), ("bytes=0 -5", true, []), ("bytes=0- 5", true, []), ("bytes =0-5", true, []), ("bytes\t=0-5", true, []), ("bytes=0-5 ", false, []),
        ("items=0-5", true, []), ("bytes=a-b", true, []), ("bytes=0x1-5", true, []), ("bytes=1.0-5", true, []), ("bytes=0--5", true, []), ("bytes=0-5-", true, []),
        ("bytes=0-2147483647", false, []), ("bytes=0-2147483648", false, []), ("bytes=0-4294967295", false, []), ("bytes=0-4294967296", false, []),
        ("bytes=0-9223372036854775806", false, []), ("bytes=0-9223372036854775807", false, ["Chromium"]), ("bytes=0-9223372036854775808", false, ["Chromium"]),
        ("bytes=9223372036854775806-", false, []), ("bytes=9223372036854775807-", false, ["Chromium"]), ("bytes=9223372036854775808-", false, ["Chromium"]),
        ("bytes=0-18446744073709551614", false, ["Chromium"]), ("bytes=0-18446744073709551615", false, ["Chromium"]), ("bytes=0-18446744073709551616", false, ["Chromium", "Firefox", "WebKit"]),
        ("bytes=18446744073709551614-", false, ["Chromium"]), ("bytes=18446744073709551615-", false, ["Chromium"]), ("bytes=18446744073709551616-", false, ["Chromium", "Firefox", "WebKit"]),
        ("bytes=0-00000000000000000000000000005", false, []),
        ("bytes=9223372036854775807-9223372036854775807", false, ["Chromium"]), ("bytes=18446744073709551615-18446744073709551615", false, ["Chromium"]),
    ];

    private static readonly (string Name, string Value, bool IsAsked, string[] Otherwise)[] Values =
    [
        ("Accept", "caf\u00e9", false, ["Firefox"]), ("Accept", "\u0080", false, ["Firefox"]), ("Accept", "\u00ff", false, ["Firefox"]), ("Accept", "a\tb", false, []),
        ("Accept", "a\u007fb", true, []), ("Accept", "a\u0001b", true, []), ("Accept", "(a)", true, []), ("Accept", "", false, []),
        ("Accept-Language", "\u00e9", true, []), ("Accept-Language", "en;q=0.5", false, []), ("Accept-Language", "", false, []),
        ("Content-Language", "\u00e9", true, []), ("Content-Language", "", false, []),
        ("Content-Type", "text/plain; x=\u00e9", false, ["Firefox", "WebKit"]), ("Content-Type", "text/plain;\u0080", false, ["Firefox", "WebKit"]), ("Content-Type", "text/pl\u00e4in", true, ["WebKit"]),
        ("Content-Type", "text/plain;", false, []), ("Content-Type", "", true, []), ("Content-Type", "text/plain; charset=\"utf-8\"", true, []),
        ("Content-Type", "application/x-www-form-urlencoded;charset=\u00ff", false, ["Firefox", "WebKit"]), ("Content-Type", "multipart/form-data; boundary=\u00fc", false, ["Firefox", "WebKit"]),
        ("X-One", "\u00e9", true, []), ("X-One", "", true, []),
    ];

    public static IEnumerable<FetchCase> All =>
    [
        .. from range in Ranges
           select Case($"range: {Visible(range.Value)}", "GET", [["Range", range.Value]], null, Asks("range", range.IsAsked))
               with { Otherwise = range.Otherwise.ToDictionary(engine => engine, _ => Asks("range", !range.IsAsked)) },
        .. from value in Values
           let name = value.Name.ToLowerInvariant()
           select Case($"{value.Name}: {Visible(value.Value)}", "POST", [[value.Name, value.Value]], "text", Asks(name, value.IsAsked))
               with { Otherwise = value.Otherwise.ToDictionary(engine => engine, engine => engine == "WebKit" ? Asks(name, value.IsAsked) with { ContentType = Utf8(value.Value) } : Asks(name, !value.IsAsked)) },
        .. from method in new[] { "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CHICKEN", "chicken", "QUERY" }
           from api in new[] { Api.Scripted, Api.Home }
           from body in new[] { null, "", "text" }
           where body is null || method is not ("GET" or "HEAD")
           from header in new string[][][] { [], [["Content-Type", "application/json"]], [["Content-Language", "de"]] }
           let isJson = header is [["Content-Type", _]]
           let asks = api == Api.Scripted && (isJson || method is not ("GET" or "HEAD" or "POST"))
           select Case(
               $"{method} {(api == Api.Home ? "at home" : "to an API")}, body {(body is null ? "none" : $"'{body}'")}{(header.Length == 0 ? "" : $", {header[0][0]}")}", method, header, body,
               new(200, asks ? 1 : 0, 1)
               {
                   Asked = asks && isJson ? "content-type" : "",
                   ContentType = isJson ? "application/json" : body is null ? "none" : "text/plain;charset=UTF-8",
                   ContentLength = body is null ? (method is "POST" or "PUT" ? "0" : "none") : $"{body.Length}",
               }) with { Api = api },
    ];

    private static Expectation Asks(string name, bool isAsked) => isAsked ? new(200, 1, 1) { Asked = name } : new(200, 0, 1);

    private static string Visible(string value) => string.Concat(value.Select(c => c is >= ' ' and < '\u007f' ? $"{c}" : $"\\x{(int)c:x2}"));

    /// <summary>UTF-8, read by a server as one character for each byte.</summary>
    private static string Utf8(string value) => System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(value));

    private static FetchCase Case(string name, string method, string[][] headers, string? body, Expectation expected) => new($"Sent: {name}", Page.Shop, Api.Scripted, "/scripted", method)
    {
        Headers = headers,
        Body = body,
        Script = new(Granted, Granted),
        Expected = expected,
    };
}
