using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CorsKit.Testing.FrontDoors;

/// <summary>An HTTP request as a front door reads it off the wire.</summary>
internal sealed class ProxyRequest
{
    private ProxyRequest(HttpRequest request, byte[] body)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        Path = string.IsNullOrEmpty(target) || !target.StartsWith('/')
            ? (request.PathBase + request.Path).ToUriComponent()
            : target.Split('?')[0];
        Method = request.Method;
        Query = request.QueryString.HasValue ? request.QueryString.Value![1..] : "";
        Protocol = request.Protocol;
        Scheme = request.Scheme;
        Host = request.Host.Value ?? "";
        Port = request.Host.Port ?? (request.Scheme == "https" ? 443 : 80);
        SourceIp = request.HttpContext.Connection.RemoteIpAddress is { } address ? address.MapToIPv4().ToString() : "127.0.0.1";
        Body = body;
        foreach (var (name, values) in request.Headers)
        {
            Headers.Add((name, [.. values.Select(value => value ?? "")]));
        }
    }

    public string Method { get; }

    /// <summary>As it was sent, percent-encoded, without the query.</summary>
    public string Path { get; }

    /// <summary>As it was sent, without the question mark.</summary>
    public string Query { get; }

    public string Protocol { get; }

    public string Scheme { get; }

    public string Host { get; }

    public int Port { get; }

    public string SourceIp { get; }

    public byte[] Body { get; }

    /// <summary>Every header with all its values, in the casing of the client.</summary>
    public List<(string Name, string[] Values)> Headers { get; } = [];

    public string RequestId { get; } = Guid.NewGuid().ToString();

    public DateTimeOffset Time { get; } = DateTimeOffset.UtcNow;

    public string UserAgent => Find("User-Agent") ?? "";

    public static async Task<ProxyRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new MemoryStream();
        await using (body.ConfigureAwait(false))
        {
            await request.Body.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
            return new ProxyRequest(request, body.ToArray());
        }
    }

    public string? Find(string name) =>
        Headers.Find(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Values?[^1];

    /// <summary>The query's pairs, decoded, in order.</summary>
    public IEnumerable<(string Name, string Value)> QueryPairs() =>
        from pair in Query.Split('&', StringSplitOptions.RemoveEmptyEntries)
        let parts = pair.Split('=', 2)
        select (WebUtility.UrlDecode(parts[0]), parts.Length > 1 ? WebUtility.UrlDecode(parts[1]) : "");

    /// <summary>What the front door adds to tell the function of the client.</summary>
    public IEnumerable<(string Name, string Value)> ForwardingHeaders() =>
    [
        ("X-Amzn-Trace-Id", $"Root=1-{Time.ToUnixTimeSeconds():x8}-{RequestId.Replace("-", "", StringComparison.Ordinal)[..24]}"),
        ("X-Forwarded-For", SourceIp),
        ("X-Forwarded-Port", Port.ToString(CultureInfo.InvariantCulture)),
        ("X-Forwarded-Proto", Scheme),
    ];

    public void WriteBody(Utf8JsonWriter json, bool isText)
    {
        if (Body.Length == 0)
        {
            json.WriteNull("body");
        }
        else
        {
            json.WriteString("body", isText ? Encoding.UTF8.GetString(Body) : Convert.ToBase64String(Body));
        }

        json.WriteBoolean("isBase64Encoded", Body.Length > 0 && !isText);
    }
}
