using CorsKit.Policies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Middleware;

/// <summary>
/// Writes a verdict to a response. Every CORS header is set or removed, never appended to, so that the response has one
/// owner whatever the app or a proxied backend wrote.
/// </summary>
internal static class CorsResponseHeaders
{
    /// <summary>
    /// Of Private Network Access, which is on hold: it is no part of Fetch, and no setting writes it, so that an app may give it
    /// to allowed origins. The draft that replaces it asks the user and names no response header
    /// (https://wicg.github.io/local-network-access/).
    /// </summary>
    private const string AllowPrivateNetwork = "Access-Control-Allow-Private-Network";

    /// <summary>A Vary of more fields becomes <c>*</c>, which says as much to a cache.</summary>
    private const int MaxVaryFields = 64;

    private const int MaxKeptVary = 256;

    // What was joined last: where Vary names more than Origin, most responses name the same.
    private static JoinedVary? _lastJoined;

    /// <summary>Writes the headers of the response to an actual request. Never throws: a host fails the whole response for it.</summary>
    public static void Write(IHeaderDictionary headers, OriginVerdict verdict)
    {
        if (headers.IsReadOnly)
        {
            return;
        }

        RemoveOthers(headers, verdict, out var mayVary);
        WriteOrigin(headers, verdict);
        if (verdict.ExposeHeaders is { } exposeHeaders)
        {
            headers.AccessControlExposeHeaders = exposeHeaders;
        }

        AddVary(headers, verdict.Vary, mayVary);
    }

    /// <summary>Writes the headers of the answer to a preflight. Never throws.</summary>
    public static void Write(IHeaderDictionary headers, OriginVerdict origin, PreflightAnswer answer)
    {
        if (headers.IsReadOnly)
        {
            return;
        }

        RemoveOthers(headers, origin, out var mayVary);
        if (!origin.IsAllowed)
        {
            AddVary(headers, answer.Vary, mayVary);
            return;
        }

        WriteOrigin(headers, origin);
        if (answer.AllowMethods is { } allowMethods)
        {
            headers.AccessControlAllowMethods = allowMethods;
        }

        if (answer.AllowHeaders is { } allowHeaders)
        {
            headers.AccessControlAllowHeaders = allowHeaders;
        }

        if (answer.MaxAge is { } maxAge)
        {
            headers.AccessControlMaxAge = maxAge;
        }

        AddVary(headers, answer.Vary, mayVary);
    }

    private static void WriteOrigin(IHeaderDictionary headers, OriginVerdict verdict)
    {
        if (verdict.AllowOrigin is { } allowOrigin)
        {
            headers.AccessControlAllowOrigin = allowOrigin;
        }

        if (verdict.AllowCredentials is { } allowCredentials)
        {
            headers.AccessControlAllowCredentials = allowCredentials;
        }
    }

    /// <summary>
    /// Takes off what the app or a backend wrote. In a hash table a name that is not there costs a lookup all the same, so
    /// the few headers that are there are looked over first; Kestrel keeps known headers in fields.
    /// </summary>
    private static void RemoveOthers(IHeaderDictionary headers, OriginVerdict origin, out bool mayVary)
    {
        mayVary = headers.Count > 0;
        if (!mayVary)
        {
            return;
        }

        var mayHaveCors = true;
        if (headers is HeaderDictionary dictionary)
        {
            mayHaveCors = false;
            mayVary = false;
            foreach (var (name, _) in dictionary)
            {
                mayHaveCors |= name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase);
                mayVary |= name.Equals("Vary", StringComparison.OrdinalIgnoreCase);
            }
        }

        if (mayHaveCors)
        {
            headers.AccessControlAllowOrigin = default;
            headers.AccessControlAllowCredentials = default;
            headers.AccessControlExposeHeaders = default;
            headers.AccessControlAllowMethods = default;
            headers.AccessControlAllowHeaders = default;
            headers.AccessControlMaxAge = default;
            if (!origin.IsAllowed)
            {
                headers.Remove(AllowPrivateNetwork);
            }
        }
    }

    /// <summary>
    /// Leaves Vary as one joined value (a load balancer in single-value mode keeps only the first) that names each field
    /// once; <c>*</c> already says more than any name.
    /// </summary>
    public static void AddVary(IHeaderDictionary headers, string? fields, bool mayVary = true)
    {
        if (fields is null)
        {
            return;
        }

        var present = mayVary ? headers.Vary : default;
        if (present.Count == 0)
        {
            headers.Vary = fields;
            return;
        }

        if (present.Count > 1 || !string.Equals(present[0], fields, StringComparison.OrdinalIgnoreCase))
        {
            headers.Vary = present is [{ Length: <= MaxKeptVary } one] ? JoinAgain(one, fields) : Join(present, fields);
        }
    }

    private static string JoinAgain(string present, string fields)
    {
        var last = _lastJoined;
        if (last is null || last.Present != present || last.Fields != fields)
        {
            _lastJoined = last = new JoinedVary(present, fields, Join(present, fields));
        }

        return last.Value;
    }

    /// <summary>A proxied backend may send any number of fields: what is kept of them is limited, and so is the work for each.</summary>
    private static string Join(StringValues present, string fields)
    {
        var names = new List<string>();
        foreach (var value in StringValues.Concat(present, fields))
        {
            foreach (var range in value.AsSpan().Split(','))
            {
                var field = value.AsSpan()[range].Trim();
                if (field.IsEmpty || Contains(names, field))
                {
                    continue;
                }

                if (field is "*" || names.Count == MaxVaryFields)
                {
                    return "*";
                }

                names.Add(field.ToString());
            }
        }

        return string.Join(", ", names);
    }

    private static bool Contains(List<string> names, ReadOnlySpan<char> field)
    {
        foreach (var name in names)
        {
            if (field.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record JoinedVary(string Present, string Fields, string Value);
}
