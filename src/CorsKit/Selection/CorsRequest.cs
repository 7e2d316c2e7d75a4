using CorsKit.Selection;
using Microsoft.AspNetCore.Http;

namespace CorsKit;

/// <summary>
/// What a policy may be selected by, and a tenant told by: the host, and what was declared to be read. Not the path, which
/// routers, proxies and decoders read differently; an endpoint has a policy of its own by its metadata. Only for the time of
/// the call that it is handed to.
/// </summary>
public sealed class CorsRequest
{
    private readonly HttpContext _context;
    private readonly VaryBy _reads;

    internal CorsRequest(HttpContext context, VaryBy reads, bool isPreflight)
    {
        _context = context;
        _reads = reads;
        IsPreflight = isPreflight;
    }

    /// <summary>
    /// The Host header in lower case, with the port where it has one; empty where there is none. API Gateway and Function
    /// URLs take no other host names than their own; a load balancer takes any.
    /// </summary>
    public string Host => _context.Request.Host.Value?.ToLowerInvariant() ?? "";

    /// <summary>Whether it is a preflight, which carries neither credentials nor what a page sets, and passes no authorizer.</summary>
    public bool IsPreflight { get; }

    /// <summary>The services of the request.</summary>
    public IServiceProvider Services => _context.RequestServices;

    /// <summary>A request header that was declared.</summary>
    /// <param name="name">Its name; case does not count.</param>
    /// <returns>Its value, several joined with commas; null where the request has none.</returns>
    /// <exception cref="InvalidOperationException">The header was not declared, so Vary would not name it.</exception>
    public string? Header(string name)
    {
        if (!_reads.HasHeader(name))
        {
            throw new InvalidOperationException(
                $"The header {name} is read and not declared, so caches would not know that the response depends on it. Declare it: reads => reads.Header(\"{name}\").");
        }

        var values = _context.Request.Headers[name];
        return values.Count > 0 ? values.ToString() : null;
    }

    /// <summary>
    /// A plain value that the front door's authorizer gave: a claim of a token, an entry of the context of a Lambda
    /// authorizer. Always null on a preflight, which no authorizer sees.
    /// </summary>
    /// <param name="name">Its name, case-sensitive.</param>
    /// <returns>The value as text; null where there is none.</returns>
    /// <exception cref="InvalidOperationException">It was not declared that the authorizer is asked.</exception>
    public string? AuthorizerValue(string name)
    {
        if (!_reads.AsksAuthorizer)
        {
            throw new InvalidOperationException(
                $"The authorizer's value {name} is read and not declared, so caches would not know that the response depends on the caller. Declare it: reads => reads.Authorizer().");
        }

        return AuthorizerContext.Find(_context, name);
    }
}
