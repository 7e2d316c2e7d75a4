using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Middleware;

/// <summary>Whether a request comes from a page of the API's own site, as far as the API can see its address.</summary>
internal static class SameOrigin
{
    public static bool Is(HttpRequest request, StringValues origins)
    {
        var origin = origins.ToString();
        var host = request.Host.Value ?? "";
        return origin.Length == request.Scheme.Length + "://".Length + host.Length
            && origin.StartsWith(request.Scheme, StringComparison.OrdinalIgnoreCase)
            && origin.EndsWith(host, StringComparison.OrdinalIgnoreCase);
    }
}
