using System.Globalization;

namespace CorsKit.Benchmarks.Preflights;

/// <summary>One request of a shopping session; each carries an authorization header, so that each needs a preflight.</summary>
internal sealed record ShoppingRequest(TimeSpan At, string Method, string Path)
{
    public bool HasBody => Method is "POST" or "PUT";
}

/// <summary>Twenty minutes in a shop whose API is elsewhere: 50 requests for 12 URLs.</summary>
internal static class ShoppingSession
{
    private const string Script = """
        00:00 GET /session        00:01 GET /products        00:01 GET /cart           00:24 GET /products/page/2
        00:40 GET /products/17    01:05 GET /products        01:20 GET /products/23    01:52 GET /products/17
        02:10 POST /cart/items    02:11 GET /cart            02:30 GET /products       02:55 GET /products/page/2
        03:20 GET /products/42    03:45 POST /cart/items     03:46 GET /cart           04:02 PUT /cart/items/17
        04:03 GET /cart           04:30 GET /products        05:00 GET /session        05:15 GET /products/23
        05:40 POST /cart/items    05:41 GET /cart            06:05 DELETE /cart/items/42
        06:06 GET /cart           06:40 GET /products/42     07:10 POST /cart/items    07:11 GET /cart
        07:45 GET /products/page/2                           08:20 GET /products/17    09:00 PUT /cart/items/17
        09:01 GET /cart           10:00 GET /session         10:20 GET /products       11:05 GET /products/23
        11:40 PUT /cart/items/42  11:41 GET /cart            12:30 GET /address        13:10 PUT /address
        13:11 GET /address        14:00 GET /cart            14:30 DELETE /cart/items/17
        14:31 GET /cart           15:00 GET /session         15:40 GET /orders         16:20 GET /products
        17:05 GET /cart           17:50 POST /orders         17:51 GET /orders         19:10 GET /cart
        19:55 GET /session
        """;

    public static IReadOnlyList<ShoppingRequest> Requests { get; } =
    [
        .. Script.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Chunk(3).Select(parts =>
            new ShoppingRequest(TimeSpan.ParseExact(parts[0], @"mm\:ss", CultureInfo.InvariantCulture), parts[1], parts[2])),
    ];

    public static IReadOnlyList<string> Methods => ["GET", "POST", "PUT", "DELETE"];

    public static IReadOnlyList<string> Headers => ["authorization", "content-type"];

    public static IReadOnlyList<(string Name, string Value)> HeadersOf(ShoppingRequest request) =>
        request.HasBody ? [("authorization", "Bearer t"), ("content-type", "application/json")] : [("authorization", "Bearer t")];
}
