namespace Playground;

/// <summary>A request as it reached a place, and the response as it left that.</summary>
/// <param name="Place">Such as "CloudFront", "REST API", "Function", "OrdersApi".</param>
/// <param name="Method">The method.</param>
/// <param name="Request">The request's headers.</param>
/// <param name="Status">Null where no answer left the place.</param>
/// <param name="Response">The response's headers.</param>
internal sealed record Hop(string Place, string Method, IReadOnlyList<string[]> Request, int? Status, IReadOnlyList<string[]> Response)
{
    /// <summary>What there is to say beyond the headers; null where nothing is.</summary>
    public string? Note { get; init; }

    public bool IsPreflight => HttpMethods.IsOptions(Method) && Has("Origin") && Has("Access-Control-Request-Method");

    private bool Has(string name) => Request.Any(header => header[0].Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Headers as pairs of name and value, a line each.</summary>
internal static class Heads
{
    public static IReadOnlyList<string[]> Of(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> headers) =>
        [.. headers.SelectMany(header => header.Value, (header, value) => new[] { header.Key, value ?? "" })];

    public static IReadOnlyList<string[]> Of(IEnumerable<KeyValuePair<string, string>> headers) => [.. headers.Select(header => new[] { header.Key, header.Value })];
}
