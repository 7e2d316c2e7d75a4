using System.Text.RegularExpressions;

namespace CorsKit.Tool.Gateways;

/// <summary>Writes a mapping template so that each way to say the request's origin is <c>$origin</c>, and variables that are set once stand for their value.</summary>
internal static partial class OriginTemplateText
{
    private const int LongestTemplate = 8_000;

    public static string Simplify(string template)
    {
        // Nobody writes one by hand that is longer, and each variable is a walk over all of it.
        if (template.Length > LongestTemplate)
        {
            return template;
        }

        var text = OfRequest().Replace(Comment().Replace(template, ""), "$$origin");
        text = Lowered().Replace(text, "$$origin");
        foreach (var (name, value) in Variables(text))
        {
            // What multiplies is nobody's list of origins.
            if ((long)text.AsSpan().Count(name) * value.Length > LongestTemplate)
            {
                return template;
            }

            text = Replace(text, name, value);
        }

        // A loop over a list of texts is a look at each.
        return Loop().Matches(text).Sum(loop => (long)Item().Count(loop.Groups["items"].Value) * loop.Groups["body"].Length) > LongestTemplate ? template : Loop().Replace(text, loop => string.Concat(Item().Matches(loop.Groups["items"].Value).Select(item => Replace(loop.Groups["body"].Value, loop.Groups["name"].Value, item.Value))));
    }

    /// <summary>What is set to the origin, to a text, a list or a map; not what is set several times to different values.</summary>
    private static IEnumerable<(string Name, string Value)> Variables(string text) =>
        from set in Set().Matches(text)
        group set.Groups["value"].Value.Trim() by set.Groups["name"].Value into values
        let distinct = values.Distinct().ToList()
        where distinct.Count == 1 && values.Key != "origin" && distinct[0].Length > 0
        select (values.Key, distinct[0]);

    private static string Replace(string text, string name, string value) =>
        Regex.Replace(text, $$"""(?<!#set\s?\(\s?)\$!?(?:{{{name}}}|{{name}}(?!\w))""", value.Replace("$", "$$", StringComparison.Ordinal));

    [GeneratedRegex(@"##[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex("""\$!?\{?input\.params\(\s*(?:["']origin["']\s*\)|\)\.header(?:\.get\(\s*["']origin["']\s*\)|\[["']origin["']\]|\.origin\b))\}?""", RegexOptions.IgnoreCase)]
    private static partial Regex OfRequest();

    [GeneratedRegex("""\$origin\.(?:toLowerCase|trim|toString)\(\)""")]
    private static partial Regex Lowered();

    [GeneratedRegex("""#set\s?\(\s?\$!?\{?(?<name>\w+)\}?\s*=\s*(?<value>\$origin|"[^"$]*"|'[^'$]*'|\[[^\[\]$]*\]|\{[^{}$]*\})\s*\)""")]
    private static partial Regex Set();

    [GeneratedRegex("""#foreach\s*\(\s*\$!?\{?(?<name>\w+)\}?\s+in\s+\[(?<items>[^\[\]]*)\]\s*\)(?<body>(?:(?!#foreach).)*)""", RegexOptions.Singleline)]
    private static partial Regex Loop();

    [GeneratedRegex("""(?<quote>["'])[^"']*\k<quote>""")]
    private static partial Regex Item();
}
