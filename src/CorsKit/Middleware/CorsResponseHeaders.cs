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

        headers.AccessControlAllowOrigin = verdict.AllowOrigin;
        headers.AccessControlAllowCredentials = verdict.AllowCredentials;
        headers.AccessControlExposeHeaders = verdict.ExposeHeaders;
        headers.AccessControlAllowMethods = default;
        headers.AccessControlAllowHeaders = default;
        headers.AccessControlMaxAge = default;
        AddVary(headers, verdict.Vary);
    }

    /// <summary>Writes the answer to a preflight.</summary>
    public static void Write(IHeaderDictionary headers, in PreflightVerdict verdict)
    {
        headers.AccessControlAllowOrigin = verdict.Origin.AllowOrigin;
        headers.AccessControlAllowCredentials = verdict.Origin.AllowCredentials;
        headers.AccessControlAllowMethods = verdict.AllowMethods;
        headers.AccessControlAllowHeaders = verdict.AllowHeaders;
        headers.AccessControlMaxAge = verdict.MaxAge;
        headers.AccessControlExposeHeaders = default;
        AddVary(headers, verdict.Vary);
    }

    /// <summary>
    /// Leaves Vary as one joined value (a load balancer in single-value mode keeps only the first) that names each field
    /// once; <c>*</c> already says more than any name.
    /// </summary>
    public static void AddVary(IHeaderDictionary headers, string? fields)
    {
        if (fields is null)
        {
            return;
        }

        var present = headers.Vary;
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
