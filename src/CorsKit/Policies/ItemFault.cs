using CorsKit.Diagnostics;
using CorsKit.Headers;
using CorsKit.Origins;

namespace CorsKit.Policies;

/// <summary>
/// Why an item of a list is not one value: empty, several values in one, JSON, or a placeholder that nothing has
/// filled in. What the value itself must be is another question.
/// </summary>
internal static class ItemFault
{
    /// <summary>What stands between values where it should be a comma; never part of one.</summary>
    private static readonly char[] Separators = ['\r', '\n', ';', '|'];

    private static readonly char[] Blanks = [' ', '\t'];

    /// <returns>The problem, or null where the item is one value.</returns>
    public static Fault? Find(string setting, string? item)
    {
        if (string.IsNullOrWhiteSpace(item))
        {
            return new Fault(ProblemCode.EmptyItem, "An item is empty", "Remove it; look for a stray comma or an unset variable.");
        }

        if (!IsSuspicious(item))
        {
            return null;
        }

        if (IsJsonArray(item))
        {
            return new Fault(ProblemCode.Unreadable,
                "This is a JSON array in a string, as an environment variable holds it; such a string is split at commas",
                SayWithCommas(Array.ConvertAll(item.Trim()[1..^1].Split(','), part => part.Trim().Trim('"', '\'')), isKnown: !item.AsSpan().Trim()[1..^1].ContainsAny("[]{}\\")));
        }

        if (setting == nameof(GatewayCorsPolicySettings.AllowOrigins) && OriginExpression.Find(item) is { } expression)
        {
            return expression;
        }

        if (FindPlaceholder(item) is { } placeholder)
        {
            return new Fault(ProblemCode.Placeholder,
                $"Nothing has filled in the placeholder {LogText.Clean(placeholder)}: .NET configuration does not",
                "Write the value itself; in a CloudFormation or SAM template put !Sub in front of the text, in a pipeline look at the step that replaces placeholders.");
        }

        if (SplitWrongly(setting, item) is { } parts)
        {
            return new Fault(ProblemCode.SeveralInItem,
                "An item holds one value, and commas separate values in one string: no white space, line breaks, semicolons or bars",
                SayWithCommas(parts, isKnown: Array.TrueForAll(parts, part => IsWhole(setting, part))));
        }

        return item.Contains(',')
            ? new Fault(ProblemCode.SeveralInItem, "An item holds one value, and this has a comma",
                "Write one item for each value; only a setting that is a single string is split at commas.")
            : null;
    }

    /// <summary>Whether a string is what belongs into appsettings.json without quotes around it.</summary>
    public static bool IsJsonArray(string text)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed is ['[', .., ']'] && !Host.IsValid(trimmed);
    }

    /// <summary>
    /// The look that each of a hundred thousand items gets: without one of these it is one value. A loop, since the vectors of SearchValues
    /// are compiled in every process: seven methods of a cold start.
    /// </summary>
    private static bool IsSuspicious(string item)
    {
        foreach (var c in item)
        {
            if (c is ' ' or '\t' or '\r' or '\n' or ',' or ';' or '|' or '[' or '{' or '<' or '%' or '$')
            {
                return true;
            }
        }

        return false;
    }

    private static string[]? SplitWrongly(string setting, string item)
    {
        const StringSplitOptions options = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var parts = item.Split(Separators, options);
        if (parts.Length > 1)
        {
            return parts;
        }

        parts = item.Split(Blanks, options);
        return parts.Length > 1 && Array.TrueForAll(parts, part => IsWhole(setting, part)) ? parts : null;
    }

    /// <summary>Whether it is a value by itself, and not what a stray blank has cut off from one.</summary>
    private static bool IsWhole(string setting, string part) => setting switch
    {
        nameof(GatewayCorsPolicySettings.AllowOrigins) => part == "*" || part.Contains("://", StringComparison.Ordinal),
        nameof(GatewayCorsPolicySettings.AllowMethods) => HttpToken.IsToken(part) && !part.AsSpan().ContainsAnyInRange('a', 'z'),
        _ => part.Contains('-', StringComparison.Ordinal) && HttpToken.IsToken(part),
    };

    /// <summary>What templates, pipelines and shells write: none of it can stand in an origin, nor in a name that anyone uses.</summary>
    private static string? FindPlaceholder(string item)
    {
        foreach (var (start, end) in new[] { ("${", "}"), ("$(", ")"), ("#{", "}"), ("{{", "}}"), ("{", "}"), ("<", ">"), ("%", "%") })
        {
            var from = item.IndexOf(start, StringComparison.Ordinal);
            var to = from < 0 ? -1 : item.IndexOf(end, from + start.Length, StringComparison.Ordinal);
            if (to > from + start.Length && !(start == "{" && Guid.TryParse(item.AsSpan(from + 1, to - from - 1), out _)) && (start != "%" || !char.IsAsciiHexDigit(item[from + 1]) || to > from + 3))
            {
                return item[from..(to + end.Length)];
            }
        }

        return null;
    }

    private static string SayWithCommas(string[] parts, bool isKnown)
    {
        var proposal = string.Join(',', parts);
        return isKnown && proposal.Length > 0 && LogText.Clean(proposal) == proposal
            ? $"Write {proposal} where the setting is one string, or one item for each value."
            : "Write the values alone, with commas between them where the setting is one string, or one item for each value.";
    }
}
