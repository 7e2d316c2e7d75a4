using System.Net.Http.Headers;

namespace CorsKit.Tests.Hosts;

/// <summary>A response, read to its end.</summary>
public sealed class Answer(int status, HttpHeaders headers, HttpHeaders contentHeaders, string body)
{
    // Not the parsed view, which takes lists apart.
    private readonly Dictionary<string, string[]> _headers = headers.NonValidated
        .Concat(contentHeaders.NonValidated)
        .ToDictionary(header => header.Key, header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase);

    public int Status { get; } = status;

    public string Body { get; } = body;

    /// <summary>The header's value; null where it is missing; fails where there are several lines of it.</summary>
    public string? this[string name] => _headers.TryGetValue(name, out var values) ? Assert.Single(values) : null;

    /// <summary>Asserts the status and, where they are given, the CORS headers (with Vary) and the body.</summary>
    public void ShouldBe(int status, string? cors = null, string? body = null) =>
        Assert.Equal((status, cors ?? Cors, body ?? Body), (Status, Cors, Body));

    /// <summary>The CORS headers and Vary, one to a line, sorted: what the tables compare, so that nothing more is there.</summary>
    public string Cors => string.Join('\n',
        from header in _headers
        where header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase) || header.Key.Equals("Vary", StringComparison.OrdinalIgnoreCase)
        from value in header.Value
        orderby header.Key
        select $"{header.Key}: {value}");
}
