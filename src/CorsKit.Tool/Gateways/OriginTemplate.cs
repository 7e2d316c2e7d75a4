using System.Text.RegularExpressions;

namespace CorsKit.Tool.Gateways;

/// <summary>
/// A mapping template (VTL) that writes Access-Control-Allow-Origin itself, as far as it can be read without running it: the CDK
/// compares the request's origin with each allowed one, others look it up in a list.
/// </summary>
/// <param name="Origins">The origins that it compares with, letter by letter.</param>
/// <param name="Faults">Comparisons that let other origins in too, each as a clause.</param>
/// <param name="IsUnderstood">Whether it does nothing else with the origin.</param>
internal sealed partial record OriginTemplate(IReadOnlyList<string> Origins, IReadOnlyList<string> Faults, bool IsUnderstood)
{
    private const string Lookalike = "https://evil.example";

    /// <returns>Null where the template writes no header of CORS.</returns>
    public static OriginTemplate? Read(string template)
    {
        if (!template.Contains("responseOverride", StringComparison.OrdinalIgnoreCase) || !template.Contains("Access-Control-Allow-Origin", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var origins = new List<string>();
        var faults = new List<string>();
        var calls = 0;
        var text = OriginTemplateText.Simplify(template);

        // What is read is taken out; what remains is not understood.
        text = Take(Lookup(), text, match => origins.AddRange(Literal().Matches(match.Groups["items"].Value).Where(item => item.Groups["key"].Success || match.Groups["list"].Success).Select(TextOf)));
        text = Take(SplitLookup(), text, match => origins.AddRange(TextOf(match).Split(',', StringSplitOptions.TrimEntries)));
        text = Take(PartOf(), text, match => faults.Add($"\"{TextOf(match)}\".{match.Groups["name"].Value}(…) lets in every part of that text, such as {TextOf(match).Split(',', StringSplitOptions.TrimEntries)[0][..^1]}"));
        text = Take(Comparison(), text, match => origins.Add(TextOf(match)));
        text = Take(Call(), text, match =>
        {
            calls++;
            if (match.Groups["name"].Value.StartsWith("equals", StringComparison.Ordinal))
            {
                origins.Add(TextOf(match));
            }
            else if (FaultOf(match.Groups["name"].Value, TextOf(match)) is { } fault)
            {
                faults.Add(fault);
            }
        });
        text = Take(Written(), text, match => origins.Add(TextOf(match)));
        origins.RemoveAll(origin => origin.Length == 0);
        if (origins.Count + calls + faults.Count == 0 && Echo().IsMatch(text) && Condition().Matches(text).All(condition => Presence().IsMatch(condition.Value)))
        {
            faults.Add("it sends back whatever origin asks");
        }

        return new OriginTemplate([.. origins.Distinct()], [.. faults.Distinct()], origins.Count + calls + faults.Count > 0 && !Other().IsMatch(text));
    }

    private static string Take(Regex what, string text, Action<Match> read) => what.Replace(text, match =>
    {
        read(match);
        return " ";
    });

    private static string TextOf(Match match) => match.Groups["text"].Value;

    /// <summary>String.matches of Java compares the whole value, the others a part of it.</summary>
    private static string? FaultOf(string call, string text) => call switch
    {
        "matches" when IsLoose(text) is { } reason => $"matches(\"{text}\") {reason}",
        "startsWith" => $"startsWith(\"{text}\") lets in {text}.evil.example",
        "endsWith" when text.Length > 0 && text[0] is not ('.' or '/') && !text.Contains("://", StringComparison.Ordinal) => $"endsWith(\"{text}\") lets in {Lookalike[..^".example".Length]}{text}",
        "contains" or "indexOf" => $"{call}(\"{text}\") lets in every origin that contains it",
        _ => null,
    };

    /// <summary>Whether the expression lets in what nobody meant.</summary>
    private static string? IsLoose(string pattern)
    {
        // In the template a backslash stands once or twice.
        var expression = pattern.Replace(@"\\", @"\", StringComparison.Ordinal).TrimStart('^').TrimEnd('$');
        return expression is ".*" or ".+" ? "lets in every origin"
            : OpenEnd().IsMatch(expression) ? "has no end, so that any host that begins so is let in"
            : BareDot().IsMatch(expression) ? "has a dot without a backslash, which stands for any character"
            : UnboundStart().IsMatch(expression) ? "has no dot before the domain, so that any host that ends so is let in"
            : null;
    }

    /// <summary>The origin in a list, or among the keys of a map.</summary>
    [GeneratedRegex("""(?:(?<list>\[)(?<items>[^\[\]]*)\]\.contains|\{(?<items>[^{}]*)\}\.containsKey)\(\s*\$origin\s*\)""")]
    private static partial Regex Lookup();

    [GeneratedRegex("""(?<quote>["'])(?<text>[^"']*)\k<quote>(?<key>\s*:)?""")]
    private static partial Regex Literal();

    [GeneratedRegex("""(?<quote>["'])(?<text>[^"']*)\k<quote>\.split\(\s*["'],\s*["']\s*\)\.contains\(\s*\$origin\s*\)""")]
    private static partial Regex SplitLookup();

    /// <summary>The other way about: whether the origin stands somewhere in a text.</summary>
    [GeneratedRegex("""(?<quote>["'])(?<text>[^"',\s][^"']*)\k<quote>\.(?<name>contains|indexOf)\(\s*\$origin\s*\)""")]
    private static partial Regex PartOf();

    [GeneratedRegex("""(?:\$origin\s*)?==\s*(?<quote>["'])(?<text>[^"']*)\k<quote>|(?<quote>["'])(?<text>[^"']*)\k<quote>\s*==\s*\$origin|(?<quote>["'])(?<text>[^"']*)\k<quote>\.equals\(\s*\$origin\s*\)""")]
    private static partial Regex Comparison();

    [GeneratedRegex("""\$\w*[oO]rigin\w*\.(?<name>matches|contains|startsWith|endsWith|indexOf|equals(?:IgnoreCase)?)\(\s*(?<quote>["'])(?<text>[^"']*)\k<quote>\s*\)""")]
    private static partial Regex Call();

    /// <summary>An origin that is written as it stands.</summary>
    [GeneratedRegex("""Access-Control-Allow-Origin["'\])]*\s*=\s*(?<quote>["'])(?<text>[^"'$]*)\k<quote>""", RegexOptions.IgnoreCase)]
    private static partial Regex Written();

    [GeneratedRegex("""Access-Control-Allow-Origin["'\])]*\s*=\s*["']?\$origin\b""", RegexOptions.IgnoreCase)]
    private static partial Regex Echo();

    [GeneratedRegex("""#(?:else)?if\s*\([^\n#]*""")]
    private static partial Regex Condition();

    /// <summary>Whether there is an origin at all.</summary>
    [GeneratedRegex("""^#(?:else)?if\s*\((?:\s|[()!&|]|\$origin\b(?:\s*!=\s*(?:""|''|\$null))?)*$""")]
    private static partial Regex Presence();

    /// <summary>Lists, loops and variables that the origin is compared with.</summary>
    [GeneratedRegex("""#foreach|\.(contains|matches|equals|indexOf|containsKey)\(\s*\$|==\s*\$|\$stageVariables""")]
    private static partial Regex Other();

    [GeneratedRegex("""(?<!:)\.[*+]$""")]
    private static partial Regex OpenEnd();

    /// <summary>A dot between letters, without backslash, and not one that is repeated.</summary>
    [GeneratedRegex("""(?<![\\\[])\.(?![*+?{\]])""")]
    private static partial Regex BareDot();

    [GeneratedRegex("""\.[*+]\??\)?(?![\\.)\]:|]|$)""")]
    private static partial Regex UnboundStart();
}
