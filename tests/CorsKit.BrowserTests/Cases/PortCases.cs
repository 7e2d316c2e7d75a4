using CorsKit.BrowserTests.Sites;

namespace CorsKit.BrowserTests.Cases;

/// <summary>Ports to which no fetch goes, at first or by a redirect: https://fetch.spec.whatwg.org/#port-blocking</summary>
internal static class PortCases
{
    private const string Reason = "net::ERR_UNSAFE_PORT";

    private static readonly ScriptedAnswer Ok = new(200, "Access-Control-Allow-Origin: *", "Access-Control-Allow-Methods: PUT");

    /// <summary>The table of the standard.</summary>
    private static readonly int[] Bad =
    [
        0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179,
        389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995,
        1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
    ];

    /// <summary>Neighbors of theirs, at which a fetch arrives.</summary>
    private static readonly int[] Good = [1721, 6670, 10081];

    /// <summary>Those at which a server may listen without being root: it would notice a request.</summary>
    public static IEnumerable<int> Listening => Bad.Concat(Good).Where(port => port >= 1024);

    public static IEnumerable<FetchCase> All =>
    [
        .. from port in Bad.Concat(Good)
           select Case(port, "GET", Good.Contains(port) ? new(200, 0, 1) : new(0, 0, 0, Reason))
               with { Otherwise = port is 4190 or 6679 ? new() { ["Chromium"] = new(200, 0, 1) } : new Dictionary<string, Expectation>() },
        .. from port in new[] { 6667, 10080 } select Case(port, "PUT", new(0, 0, 0, Reason)),
        .. from start in new[] { Api.Home, Api.Scripted }
           from port in new[] { 22, 6000, 6667, 10080, 6670 }
           select new FetchCase($"Port {port}, by a redirect from {start}", Page.Shop, start, "/scripted")
           {
               Script = new(Ok, new(302, "Access-Control-Allow-Origin: *", $"Location: http://{{ports}}:{port}/landed{{case}}")) { Landed = Ok },
               Expected = Good.Contains(port) ? new(200, 0, 2) : new(0, 0, 1, Reason),
           },
    ];

    private static FetchCase Case(int port, string method, Expectation expected) =>
        new($"Port {port}: {method}", Page.Shop, Api.Scripted, $"http://{{ports}}:{port}/scripted", method) { Script = new(Ok, Ok), Expected = expected };
}
