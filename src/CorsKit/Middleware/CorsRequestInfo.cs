using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Middleware;

/// <summary>What a request says of CORS, read once, as it came in.</summary>
/// <param name="headers">The headers of the request.</param>
/// <param name="origins">The values of Origin.</param>
/// <param name="method">Access-Control-Request-Method of a preflight, else nothing.</param>
/// <param name="hasMetadata">Whether the endpoint of the request has CORS metadata.</param>
/// <param name="lastWord">What stands before the host's response feature, where that is needed.</param>
internal readonly struct CorsRequestInfo(IHeaderDictionary headers, StringValues origins, StringValues method, bool hasMetadata, LastWordResponseFeature? lastWord)
{
    public IHeaderDictionary Headers { get; } = headers;

    public StringValues Origins { get; } = origins;

    public StringValues Method { get; } = method;

    public bool HasMetadata { get; } = hasMetadata;

    public LastWordResponseFeature? LastWord { get; } = lastWord;

    /// <summary>OPTIONS with Origin and Access-Control-Request-Method (https://fetch.spec.whatwg.org/#cors-preflight-request).</summary>
    public bool IsPreflight => Method.Count > 0;
}
