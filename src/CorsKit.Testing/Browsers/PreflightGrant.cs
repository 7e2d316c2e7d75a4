using CorsKit.Methods;

namespace CorsKit.Testing.Browsers;

/// <summary>What an answered preflight allows (https://fetch.spec.whatwg.org/#cors-preflight-fetch, step 7).</summary>
internal sealed class PreflightGrant
{
    private const string Authorization = "authorization";

    /// <summary>Methods compare byte by byte, names of headers do not.</summary>
    public PreflightGrant(IEnumerable<string> methods, IEnumerable<string> headers, bool withCredentials, string? maxAge)
    {
        Methods = methods.ToHashSet(StringComparer.Ordinal);
        Headers = headers.ToHashSet(StringComparer.OrdinalIgnoreCase);
        WithCredentials = withCredentials;
        MaxAge = maxAge;
    }

    public HashSet<string> Methods { get; }

    public HashSet<string> Headers { get; }

    public bool WithCredentials { get; }

    /// <summary>Access-Control-Max-Age, unparsed: each engine reads it in its own way.</summary>
    public string? MaxAge { get; }

    /// <summary>Reads the answer to a preflight; a list that is none is a fault.</summary>
    public static CorsFault? TryRead(FetchExchange exchange, bool withCredentials, out PreflightGrant? grant)
    {
        grant = null;
        if (TokenList.Read(exchange.ResponseHeader("Access-Control-Allow-Methods")) is not { } methods)
        {
            return new(FetchFailure.InvalidAllowMethods);
        }

        if (TokenList.Read(exchange.ResponseHeader("Access-Control-Allow-Headers")) is not { } headers)
        {
            return new(FetchFailure.InvalidAllowHeaders);
        }

        grant = new PreflightGrant(methods, headers, withCredentials, exchange.ResponseHeader("Access-Control-Max-Age"));
        return null;
    }

    /// <summary>
    /// Null where the request is allowed. <c>*</c> is a wildcard only <paramref name="isWildcard"/>, and by the standard
    /// never for authorization (https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name).
    /// </summary>
    public CorsFault? Refusal(string method, IReadOnlyList<string> unsafeNames, bool isWildcard, bool coversAuthorization)
    {
        if (!FetchMethod.IsSafelisted(method) && !Methods.Contains(method) && !(isWildcard && Methods.Contains("*")))
        {
            return new(FetchFailure.MethodNotAllowed, method);
        }

        var coversNames = isWildcard && Headers.Contains("*");

        // The standard looks at authorization first; Chromium then goes by its own hash order, which nobody can foretell.
        foreach (var name in unsafeNames.OrderBy(name => name != Authorization))
        {
            if (!Headers.Contains(name) && !(coversNames && (coversAuthorization || name != Authorization)))
            {
                return new(FetchFailure.HeaderNotAllowed, name);
            }
        }

        return null;
    }
}
