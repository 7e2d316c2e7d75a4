using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using CorsKit.Testing.FrontDoors.CloudFront;
using CorsKit.Testing.Payloads;

namespace CorsKit.Testing;

/// <summary>
/// A CloudFront distribution before another front door, with the cache that makes one origin see another's answer
/// (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html).
/// </summary>
public sealed class CloudFrontDistribution : FrontDoor
{
    private static readonly string[] Lifetimes = ["s-maxage=", "max-age="];
    private static readonly string[] Uncacheable = ["no-store", "no-cache", "private"];

    private readonly FrontDoor _origin;
    private readonly CloudFrontSettings _settings;
    private readonly string _originPath;
    private readonly ConcurrentDictionary<string, (CachedResponse Entry, ProxyResponse Response)> _cache = new();

    internal CloudFrontDistribution(FrontDoor origin, CloudFrontSettings settings)
        : base("https://emulated.cloudfront.net/")
    {
        settings.Validate();
        _origin = origin;
        _settings = settings;
        _originPath = settings.OriginPath ?? origin.Address.AbsolutePath.TrimEnd('/');
        origin.Exchanged += Tell;
    }

    /// <summary>
    /// Told of every request that reached the origin, as it was forwarded, with the answer as the origin gave it: what the distribution's policies
    /// left out or added shows beside what the viewer sent and got. Not told where the cache or the distribution itself answers.
    /// </summary>
    public event Action<FetchExchange>? OriginAnswered;

    /// <summary>What is in the cache and has not expired.</summary>
    public IReadOnlyList<CachedResponse> Cache =>
        [.. _cache.Values.Select(cached => cached.Entry).Where(entry => entry.Expires > Now).OrderBy(entry => entry.Key, StringComparer.Ordinal)];

    private DateTimeOffset Now => _settings.TimeProvider.GetUtcNow();

    /// <summary>Empties the cache, as an invalidation of <c>/*</c> does.</summary>
    public void Invalidate() => _cache.Clear();

    internal override void Start() => _origin.Start();

    internal override async Task<ProxyResponse> AnswerAsync(ProxyRequest request, CancellationToken cancellationToken)
    {
        if (request.Scheme == "http" && _settings.ViewerProtocolPolicy == ViewerProtocolPolicy.RedirectToHttps)
        {
            // 307 keeps the method, which GET and HEAD need not.
            var query = request.Query.Length > 0 ? "?" + request.Query : "";
            return Refuse(new ProxyResponse(request.Method is "GET" or "HEAD" ? 301 : 307)
                .Add("Location", $"https://{request.Host.Split(':')[0]}{request.Path}{query}"), request, "Redirect");
        }

        if ((request.Scheme == "http" && _settings.ViewerProtocolPolicy == ViewerProtocolPolicy.HttpsOnly)
            || !_settings.AllowedMethods.Contains(request.Method))
        {
            return Refuse(ProxyResponse.Page(403, "403 ERROR: the request could not be satisfied"), request, "Error");
        }

        var isCacheable = _settings.CachedMethods.Contains(request.Method) && _settings.CachePolicy.MaxTtl > TimeSpan.Zero;
        var key = CacheKey(request);
        if (isCacheable && _cache.TryGetValue(key, out var cached) && cached.Entry.Expires > Now)
        {
            var age = (long)(Now - cached.Entry.Stored).TotalSeconds;
            return Finish(cached.Response.Copy().Set("Age", age.ToString(CultureInfo.InvariantCulture)), request, "Hit");
        }

        var response = await ForwardAsync(request, cancellationToken).ConfigureAwait(false);
        if (isCacheable && TimeToLive(response) is { Ticks: > 0 } timeToLive)
        {
            var entry = new CachedResponse
            {
                Key = key,
                StatusCode = response.StatusCode,
                Headers = [.. response.Headers],
                Body = Encoding.UTF8.GetString(response.Body),
                Stored = Now,
                Expires = Now + timeToLive,
            };
            _cache[key] = (entry, response.Copy());
        }

        return Finish(response, request, response.StatusCode >= 400 ? "Error" : "Miss");
    }

    /// <summary>Sends what is in the key and in the origin request policy, and nothing more.</summary>
    private async Task<ProxyResponse> ForwardAsync(ProxyRequest request, CancellationToken cancellationToken)
    {
        var policy = _settings.OriginRequestPolicy;
        var forwardsHost = policy?.Forwards("Host") == true || IsInKey("Host");
        if (forwardsHost && _origin.AnswerUnknownHost() is { } refusal)
        {
            return refusal;
        }

        var headers = request.Headers
            .Where(header => !header.Name.Equals("Host", StringComparison.OrdinalIgnoreCase)
                && (IsForwarded(header.Name) || header.Name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)))
            .Append(("Host", [forwardsHost ? request.Host : _origin.Address.Host]))
            .Append(("X-Amz-Cf-Id", [request.RequestId]))
            .Append(("Via", ["1.1 emulated.cloudfront.net (CloudFront)"]))
            .ToList();
        if (!headers.Exists(header => header.Name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase)))
        {
            headers.Add(("User-Agent", ["Amazon CloudFront"]));
        }

        var forwarded = request with
        {
            Host = forwardsHost ? request.Host : _origin.Address.Host,
            Scheme = "https",
            Port = 443,
            Path = _originPath + request.Path,
            Query = _settings.CachePolicy.QueryStrings || policy?.QueryStrings == true ? request.Query : "",
            Headers = headers,
        };
        var response = await _origin.AnswerAsync(forwarded, cancellationToken).ConfigureAwait(false);
        OriginAnswered?.Invoke(new FetchExchange(
            forwarded.Method,
            new Uri($"https://{forwarded.Host}{forwarded.Path}{(forwarded.Query.Length > 0 ? "?" + forwarded.Query : "")}"),
            forwarded.IsPreflight,
            [.. headers.SelectMany(header => header.Item2.Select(value => KeyValuePair.Create(header.Item1, value)))])
        {
            Status = response.StatusCode,
            ResponseHeaders = [.. response.Headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
            Body = Encoding.UTF8.GetString(response.Body),
        });
        return response;
    }

    private string CacheKey(ProxyRequest request)
    {
        var policy = _settings.CachePolicy;
        var key = new StringBuilder(request.Method).Append(' ').Append(request.Path);
        if (policy.QueryStrings && request.Query.Length > 0)
        {
            key.Append('?').Append(request.Query);
        }

        foreach (var name in policy.Headers)
        {
            key.Append('\n').Append(name).Append(": ").Append(request.Find(name));
        }

        return policy.Cookies ? key.Append("\nCookie: ").Append(request.Find("Cookie")).ToString() : key.ToString();
    }

    /// <summary>https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html</summary>
    private TimeSpan TimeToLive(ProxyResponse response)
    {
        var policy = _settings.CachePolicy;
        var cacheControl = (response.Find("Cache-Control") ?? "").Split(',', StringSplitOptions.TrimEntries);
        var isUncacheable = cacheControl.Any(directive => Uncacheable.Contains(directive, StringComparer.OrdinalIgnoreCase)) || response.Find("Vary") == "*";
        TimeSpan? told = Lifetimes
            .SelectMany(name => cacheControl.Where(directive => directive.StartsWith(name, StringComparison.OrdinalIgnoreCase)).Select(directive => directive[name.Length..]))
            .Select(seconds => int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? TimeSpan.FromSeconds(value) : (TimeSpan?)null)
            .FirstOrDefault();
        var wanted = isUncacheable ? TimeSpan.Zero : told ?? UntilExpires(response) ?? (response.StatusCode >= 400 ? _settings.ErrorCachingMinTtl : policy.DefaultTtl);
        var least = response.StatusCode >= 400 && !isUncacheable ? _settings.ErrorCachingMinTtl : policy.MinTtl;
        return IsCacheable(response.StatusCode) ? wanted < least ? least : wanted > policy.MaxTtl ? policy.MaxTtl : wanted : TimeSpan.Zero;
    }

    /// <summary>What is no date has expired, as 0 has (https://www.rfc-editor.org/rfc/rfc9111#section-5.3).</summary>
    private TimeSpan? UntilExpires(ProxyResponse response) => response.Find("Expires") is not { } expires ? null
        : DateTimeOffset.TryParseExact(expires, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date > Now ? date - Now
        : TimeSpan.Zero;

    private static bool IsCacheable(int statusCode) => statusCode
        is 200 or 203 or 204 or 300 or 301 or 302 or 307 or 308 or 404 or 405 or 410 or 414 or 501
        or 400 or 403 or 416 or 500 or 502 or 503 or 504;

    private ProxyResponse Refuse(ProxyResponse answer, ProxyRequest request, string what) =>
        (_settings.AssumedErrorsCarryCors ? DistributionCors.Apply(_settings.ResponseHeadersPolicy, answer, request) : answer)
            .Set("X-Cache", what + " from cloudfront")
            .Set("Via", "1.1 emulated.cloudfront.net (CloudFront)");

    private ProxyResponse Finish(ProxyResponse response, ProxyRequest request, string what)
    {
        // Names in Vary that are not forwarded are taken out, so that it protects no one's cache.
        if (response.Find("Vary") is { } vary && vary != "*")
        {
            var kept = vary.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(name => IsForwarded(name) || name.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase) || name.Equals("Cookie", StringComparison.OrdinalIgnoreCase));
            response.Remove(header => header.Equals("Vary", StringComparison.OrdinalIgnoreCase));
            if (string.Join(", ", kept) is { Length: > 0 } rest)
            {
                response.Add("Vary", rest);
            }
        }

        return DistributionCors.Apply(_settings.ResponseHeadersPolicy, response, request)
            .Set("X-Cache", what + " from cloudfront")
            .Set("Via", "1.1 emulated.cloudfront.net (CloudFront)");
    }

    private bool IsForwarded(string name) => IsInKey(name) || _settings.OriginRequestPolicy?.Forwards(name) == true;

    private bool IsInKey(string name) => _settings.CachePolicy.Headers.Contains(name, StringComparer.OrdinalIgnoreCase)
        || (_settings.CachePolicy.Cookies && name.Equals("Cookie", StringComparison.OrdinalIgnoreCase));
}
