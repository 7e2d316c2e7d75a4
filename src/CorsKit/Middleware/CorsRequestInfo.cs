using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CorsKit.Middleware;

/// <summary>What a request says of CORS, read once, as it came in.</summary>
internal readonly struct CorsRequestInfo
{
    /// <param name="request">The request.</param>
    /// <param name="hasMetadata">Whether the endpoint of the request has CORS metadata.</param>
    /// <param name="lastWord">What stands before the host's response feature, where that is needed.</param>
    public CorsRequestInfo(IHttpRequestFeature request, bool hasMetadata, LastWordResponseFeature? lastWord)
    {
        Headers = request.Headers;
        HasMetadata = hasMetadata;
        LastWord = lastWord;

        // By name where they are a hash table, as in CorsResponseHeaders.
        var table = Headers.GetType() == typeof(HeaderDictionary) ? (HeaderDictionary)Headers : null;
        Origins = table is null ? Headers.Origin : table[HeaderNames.Origin];
        if (Origins.Count > 0 && HttpMethods.IsOptions(request.Method))
        {
            Method = table is null ? Headers.AccessControlRequestMethod : table[HeaderNames.AccessControlRequestMethod];
        }
    }

    public IHeaderDictionary Headers { get; }

    /// <summary>The values of Origin.</summary>
    public StringValues Origins { get; }

    /// <summary>Access-Control-Request-Method of a preflight, else nothing.</summary>
    public StringValues Method { get; }

    public bool HasMetadata { get; }

    public LastWordResponseFeature? LastWord { get; }

    /// <summary>OPTIONS with Origin and Access-Control-Request-Method (https://fetch.spec.whatwg.org/#cors-preflight-request).</summary>
    public bool IsPreflight => Method.Count > 0;
}
