using CorsKit.Policies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

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

    /// <summary>How many headers a response may have.</summary>
    public const int Count = VaryIndex + 1;

    private const int VaryIndex = 6;

    /// <summary>A Vary of more fields becomes <c>*</c>, which says as much to a cache.</summary>
    private const int MaxVaryFields = 64;

    private const int MaxKeptVary = 256;

    // What was joined last: where Vary names more than Origin, most responses name the same.
    private static JoinedVary? _lastJoined;

    /// <summary>The first that the response may have: a refusal has Vary alone.</summary>
    public static int First(OriginVerdict origin) => origin.IsAllowed ? 0 : VaryIndex;

    /// <summary>A header of the response: Vary is the last.</summary>
    /// <param name="index">Less than <see cref="Count"/>.</param>
    /// <param name="origin">The verdict on the origin.</param>
    /// <param name="answer">The answer to a preflight; null for the response to an actual request.</param>
    /// <returns>Its name, and its value, or null where the response has no such header.</returns>
    public static (string Name, string? Value) Get(int index, OriginVerdict origin, PreflightAnswer? answer) => index switch
    {
        0 => (HeaderNames.AccessControlAllowOrigin, origin.AllowOrigin),
        1 => (HeaderNames.AccessControlAllowCredentials, origin.AllowCredentials),
        2 => (HeaderNames.AccessControlExposeHeaders, answer is null ? origin.ExposeHeaders : null),
        3 => (HeaderNames.AccessControlAllowMethods, answer?.AllowMethods),
        4 => (HeaderNames.AccessControlAllowHeaders, answer?.AllowHeaders),
        5 => (HeaderNames.AccessControlMaxAge, answer?.MaxAge),
        _ => (HeaderNames.Vary, VaryOf(origin, answer)),
    };

    /// <summary>Whether they may stand behind these, none of which is one of them or Vary: <see cref="HeadersWithCors"/>.</summary>
    public static bool CanFollow(HeaderDictionary headers)
    {
        if (headers.IsReadOnly || headers.GetType() != typeof(HeaderDictionary))
        {
            return false;
        }

        Find(headers, out var hasCors, out var hasVary);
        return !(hasCors || hasVary);
    }

    /// <summary>Writes the headers of a response. Never throws: a host fails the whole response for it.</summary>
    /// <param name="headers">Those of the response.</param>
    /// <param name="origin">The verdict on the origin.</param>
    /// <param name="answer">The answer to a preflight; null for the response to an actual request.</param>
    public static void Write(IHeaderDictionary headers, OriginVerdict origin, PreflightAnswer? answer = null)
    {
        if (headers.IsReadOnly)
        {
            return;
        }

        RemoveOthers(headers, origin, out var mayVary);
        if (origin.IsAllowed)
        {
            if (headers.GetType() == typeof(HeaderDictionary))
            {
                WriteByName((HeaderDictionary)headers, origin, answer);
            }
            else
            {
                WriteKnown(headers, origin, answer);
            }
        }

        AddVary(headers, VaryOf(origin, answer), mayVary);
    }

    /// <summary>Kestrel keeps known headers in fields, and sets one by its property fastest.</summary>
    private static void WriteKnown(IHeaderDictionary headers, OriginVerdict origin, PreflightAnswer? answer)
    {
        headers.AccessControlAllowOrigin = origin.AllowOrigin;
        if (origin.AllowCredentials is { } allowCredentials)
        {
            headers.AccessControlAllowCredentials = allowCredentials;
        }

        if (answer is null)
        {
            if (origin.ExposeHeaders is { } exposeHeaders)
            {
                headers.AccessControlExposeHeaders = exposeHeaders;
            }

            return;
        }

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
    }

    /// <summary>The same for a hash table: a property of the interface would find its entry by further calls through the interface.</summary>
    private static void WriteByName(HeaderDictionary headers, OriginVerdict origin, PreflightAnswer? answer)
    {
        for (var i = 0; i < VaryIndex; i++)
        {
            var (name, value) = Get(i, origin, answer);
            Set(headers, name, value);
        }
    }

    private static void Set(HeaderDictionary headers, string name, string? value)
    {
        if (value is not null)
        {
            headers[name] = value;
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
            Find(dictionary, out mayHaveCors, out mayVary);
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

    private static string? VaryOf(OriginVerdict origin, PreflightAnswer? answer) => answer is null ? origin.Vary : answer.Vary;

    private static void Find(HeaderDictionary headers, out bool hasCors, out bool hasVary)
    {
        hasCors = false;
        hasVary = false;
        foreach (var (name, _) in headers)
        {
            hasCors |= name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase);
            hasVary |= name.Equals("Vary", StringComparison.OrdinalIgnoreCase);
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
            if (headers.GetType() == typeof(HeaderDictionary))
            {
                Set((HeaderDictionary)headers, HeaderNames.Vary, fields);
            }
            else
            {
                headers.Vary = fields;
            }

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
