using System.Text;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Headers;

/// <summary>The request headers of a policy, and what a preflight hears of them.</summary>
internal sealed class AllowedHeaders
{
    /// <summary>Browsers send the unsafelisted names of one request; nobody sends more than this (bytes, names).</summary>
    public const int MaxRequestedLength = 4096;

    public const int MaxRequestedNames = 64;

    private const string Authorization = "authorization";

    private readonly NameSet _names;
    private readonly bool _any;
    private readonly bool _authorization;

    public AllowedHeaders(List<string> lowerCaseNames, bool any)
    {
        _any = any;
        _names = new NameSet(lowerCaseNames);
        _authorization = lowerCaseNames.Contains(Authorization);

        // `*` never covers authorization: https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name
        All = any ? (_authorization ? "*," + Authorization : "*")
            : lowerCaseNames.Count > 0 ? string.Join(',', lowerCaseNames)
            : null;
    }

    /// <summary>Access-Control-Allow-Headers with every name, or null where there is none.</summary>
    public string? All { get; }

    /// <summary>Whether every header that the preflight asks for is allowed. Reads each line once and allocates nothing.</summary>
    public bool AllowsAll(StringValues requested) => Read(requested, null, out _, out _);

    /// <summary>
    /// The names that the preflight asks for and the policy allows, in one line; null where there is none, or where
    /// what was sent is longer than any browser's.
    /// </summary>
    public string? AllowedOf(StringValues requested, out bool allowsAll)
    {
        allowsAll = Read(requested, null, out var allowed, out var withinLimits);
        if (!withinLimits || allowed == 0)
        {
            return null;
        }

        if (allowsAll && requested.Count == 1)
        {
            return requested[0];
        }

        var line = new StringBuilder();
        Read(requested, line, out _, out _);
        return line.ToString();
    }

    /// <summary>
    /// Reads the lines as RFC 9110, section 5.6.1.2, has it: intermediaries split, pad and leave empty elements, and
    /// the HTTP API's payload 2.0 hands the value over already split. Appends the allowed names to <paramref name="line"/>.
    /// </summary>
    private bool Read(StringValues requested, StringBuilder? line, out int allowed, out bool withinLimits)
    {
        allowed = 0;
        withinLimits = IsWithinLimits(requested);
        if (!withinLimits)
        {
            return false;
        }

        var names = 0;
        foreach (var value in requested)
        {
            var rest = value.AsSpan();
            while (!rest.IsEmpty)
            {
                var comma = rest.IndexOf(',');
                var name = comma < 0 ? rest : rest[..comma];
                rest = comma < 0 ? default : rest[(comma + 1)..];
                if (name is [' ' or '\t', ..] or [.., ' ' or '\t'])
                {
                    name = name.Trim(" \t");
                }

                if (name.IsEmpty)
                {
                    continue;
                }

                if (++names > MaxRequestedNames)
                {
                    withinLimits = false;
                    return false;
                }

                if (Allows(name))
                {
                    allowed++;
                    line?.Append(line.Length > 0 ? "," : "").Append(name);
                }
            }
        }

        return allowed == names;
    }

    private bool Allows(ReadOnlySpan<char> name) =>
        _any
            ? HttpToken.IsToken(name) && (_authorization || !name.Equals(Authorization, StringComparison.OrdinalIgnoreCase))
            : _names.Contains(name);

    private static bool IsWithinLimits(StringValues requested)
    {
        if (requested.Count > MaxRequestedLength)
        {
            return false;
        }

        var length = 0;
        foreach (var value in requested)
        {
            length += value?.Length ?? 0;
            if (length > MaxRequestedLength)
            {
                return false;
            }
        }

        return true;
    }
}
