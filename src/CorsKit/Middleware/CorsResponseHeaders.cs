using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CorsKit;

/// <summary>
/// Writes a verdict to a response. Every CORS header is set or removed, never appended to, so that the response has one
/// owner whatever the app or a proxied backend wrote.
/// </summary>
internal static class CorsResponseHeaders
{
    /// <summary>Stamps the response to an actual request. Never throws: a host fails the whole response for it.</summary>
    public static void Write(IHeaderDictionary headers, OriginVerdict verdict)
    {
        if (headers.IsReadOnly)
        {
            return;
        }

        RemoveOthers(headers, out var mayVary);
        WriteOrigin(headers, verdict);
        if (verdict.ExposeHeaders is { } exposeHeaders)
        {
            headers.AccessControlExposeHeaders = exposeHeaders;
        }

        AddVary(headers, verdict.Vary, mayVary);
    }

    /// <summary>Writes the answer to a preflight.</summary>
    public static void Write(IHeaderDictionary headers, in PreflightVerdict verdict)
    {
        RemoveOthers(headers, out var mayVary);
        WriteOrigin(headers, verdict.Origin);
        if (verdict.AllowMethods is { } allowMethods)
        {
            headers.AccessControlAllowMethods = allowMethods;
        }

        if (verdict.AllowHeaders is { } allowHeaders)
        {
            headers.AccessControlAllowHeaders = allowHeaders;
        }

        if (verdict.MaxAge is { } maxAge)
        {
            headers.AccessControlMaxAge = maxAge;
        }

        AddVary(headers, verdict.Vary, mayVary);
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
    private static void RemoveOthers(IHeaderDictionary headers, out bool mayVary)
    {
        mayVary = headers.Count > 0;
        if (!mayVary)
        {
            return;
        }

        var isOurs = false;
        if (headers is HeaderDictionary dictionary)
        {
            isOurs = true;
            mayVary = false;
            foreach (var (name, _) in dictionary)
            {
                isOurs &= !name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase);
                mayVary |= name.Equals("Vary", StringComparison.OrdinalIgnoreCase);
            }
        }

        if (!isOurs)
        {
            headers.AccessControlAllowOrigin = default;
            headers.AccessControlAllowCredentials = default;
            headers.AccessControlExposeHeaders = default;
            headers.AccessControlAllowMethods = default;
            headers.AccessControlAllowHeaders = default;
            headers.AccessControlMaxAge = default;
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
            headers.Vary = Join(present, fields);
        }
    }

    private static string Join(StringValues present, string fields)
    {
        var joined = new StringBuilder();
        foreach (var value in StringValues.Concat(present, fields))
        {
            foreach (var range in value.AsSpan().Split(','))
            {
                var field = value.AsSpan()[range].Trim();
                if (field.SequenceEqual("*"))
                {
                    return "*";
                }

                if (!field.IsEmpty && !Names(joined.ToString(), field))
                {
                    joined.Append(joined.Length > 0 ? ", " : "").Append(field);
                }
            }
        }

        return joined.ToString();
    }

    private static bool Names(ReadOnlySpan<char> value, ReadOnlySpan<char> field)
    {
        foreach (var range in value.Split(','))
        {
            if (value[range].Trim().Equals(field, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
