using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CorsKit.Testing.Payloads;

/// <summary>An HTTP request as a front door reads it off the wire.</summary>
internal sealed record ProxyRequest
{
    public required string Method { get; init; }

    /// <summary>As it was sent, percent-encoded, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>As it was sent, without the question mark.</summary>
    public required string Query { get; init; }

    public required string Protocol { get; init; }

    public required string Scheme { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    public required string SourceIp { get; init; }

    public required byte[] Body { get; init; }

    /// <summary>Every header with all its values, in the casing of the client.</summary>
    public required IReadOnlyList<(string Name, string[] Values)> Headers { get; init; }

    public string RequestId { get; } = Guid.NewGuid().ToString();

    public DateTimeOffset Time { get; } = DateTimeOffset.UtcNow;

    /// <summary>The path with what is percent-encoded decoded, slashes too; a plus sign is one.</summary>
    public string DecodedPath => Uri.UnescapeDataString(Path);

    /// <summary>The request line and the values of the headers, as API Gateway counts them (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html).</summary>
    public int HeaderBytes => Method.Length + Path.Length + (Query.Length > 0 ? Query.Length + 1 : 0) + Protocol.Length + 2
        + Headers.Sum(header => header.Values.Sum(Encoding.UTF8.GetByteCount));

    /// <summary>The client's own where it sent one, else a new one (https://docs.aws.amazon.com/xray/latest/devguide/xray-services-apigateway.html).</summary>
    public string TraceId => Find("X-Amzn-Trace-Id") is { } sent && sent.Contains("Root=", StringComparison.Ordinal) ? sent
        : $"Root=1-{Time.ToUnixTimeSeconds():x8}-{RequestId.Replace("-", "", StringComparison.Ordinal)[..24]}";

    public string? UserAgent => Find("User-Agent");

    /// <summary>OPTIONS with Origin and Access-Control-Request-Method (https://fetch.spec.whatwg.org/#cors-preflight-request).</summary>
    public bool IsPreflight => Method == "OPTIONS" && Find("Origin") is not null && Find("Access-Control-Request-Method") is not null;

    /// <summary>Signed with Signature Version 4, whoever signed it.</summary>
    public bool IsSigned => Find("Authorization")?.StartsWith("AWS4-HMAC-SHA256", StringComparison.Ordinal) == true;

    public static async Task<ProxyRequest> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var target = request.HttpContext.Features.Get<IHttpRequestFeature>()?.RawTarget;
        var body = new MemoryStream();
        await using (body.ConfigureAwait(false))
        {
            await request.Body.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
            return new ProxyRequest
            {
                Path = string.IsNullOrEmpty(target) || !target.StartsWith('/')
                    ? (request.PathBase + request.Path).ToUriComponent()
                    : target.Split('?')[0],
                Method = request.Method,
                Query = request.QueryString.HasValue ? request.QueryString.Value![1..] : "",
                Protocol = request.Protocol,
                Scheme = request.Scheme,
                Host = request.Host.Value ?? "",
                Port = request.Host.Port ?? (request.Scheme == "https" ? 443 : 80),
                SourceIp = request.HttpContext.Connection.RemoteIpAddress is { } address ? address.MapToIPv4().ToString() : "127.0.0.1",
                Body = body.ToArray(),
                Headers = [.. request.Headers.Select(header => (header.Key, header.Value.Select(value => value ?? "").ToArray()))],
            };
        }
    }

    public string? Find(string name) =>
        Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Values?[^1];

    /// <summary>Every value of the header in one, as a client that sends one line has it.</summary>
    public string? FindAll(string name) =>
        Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Values is { } values ? string.Join(", ", values) : null;

    /// <summary>The path below the stage, or null where it is not in the path. The default stage of an HTTP API has no segment.</summary>
    public string? PathBelow(string stage)
    {
        var prefix = "/" + stage;
        return !Path.StartsWith(prefix, StringComparison.Ordinal) || (Path.Length > prefix.Length && Path[prefix.Length] != '/') ? null
            : Path.Length > prefix.Length ? Path[prefix.Length..] : "/";
    }

    /// <summary>The query's pairs, decoded unless raw, grouped by name, in order.</summary>
    public IEnumerable<IGrouping<string, string>> QueryPairs(bool decoded = true)
    {
        string Decode(string text) => decoded ? WebUtility.UrlDecode(text) : text;
        return from pair in Query.Split('&', StringSplitOptions.RemoveEmptyEntries)
               let parts = pair.Split('=', 2)
               group parts.Length > 1 ? Decode(parts[1]) : "" by Decode(parts[0]);
    }

    /// <summary>The headers with what a front door adds to tell the function of the client.</summary>
    public IEnumerable<(string Name, string[] Values)> HeadersWithForwarding()
    {
        (string Name, string Value)[] forwarding =
        [
            ("X-Amzn-Trace-Id", TraceId),
            ("X-Forwarded-For", Find("X-Forwarded-For") is { } before ? $"{before}, {SourceIp}" : SourceIp),
            ("X-Forwarded-Port", Port.ToString(CultureInfo.InvariantCulture)),
            ("X-Forwarded-Proto", Scheme),
        ];
        return Headers
            .Where(header => !forwarding.Any(added => added.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase)))
            .Concat(forwarding.Select(added => (added.Name, new[] { added.Value })));
    }

    /// <summary>The same with a Content-Length, which an HTTP API gives every request.</summary>
    public IEnumerable<(string Name, string[] Values)> HeadersWithLength() => Find("Content-Length") is null
        ? HeadersWithForwarding().Append(("Content-Length", [Body.Length.ToString(CultureInfo.InvariantCulture)]))
        : HeadersWithForwarding();

    public JsonNode? BodyNode(bool isText) =>
        Body.Length == 0 ? null : isText ? Encoding.UTF8.GetString(Body) : Convert.ToBase64String(Body);

    /// <summary>
    /// What HTTP APIs and load balancers hand on as text; all else goes in base64
    /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html).
    /// </summary>
    public bool HasTextBody()
    {
        var type = Find("Content-Type")?.Split(';')[0].Trim() ?? "";
        return type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type is "" or "application/json" or "application/javascript" or "application/xml";
    }
}
