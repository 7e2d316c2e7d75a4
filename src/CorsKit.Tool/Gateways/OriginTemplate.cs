using System.Text.RegularExpressions;

namespace CorsKit.Tool.Gateways;

/// <summary>
/// A mapping template (VTL) that writes Access-Control-Allow-Origin itself, as far as it can be read without running it: the CDK
/// compares the request's origin with each allowed one.
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

        var origins = Comparison().Matches(template).Select(match => match.Groups["text"].Value).Where(text => text.Length > 0).Distinct().ToList();
        var faults = new List<string>();
        var calls = Call().Matches(template);
        foreach (Match call in calls)
        {
            if (FaultOf(call.Groups["name"].Value, call.Groups["text"].Value) is { } fault)
            {
                faults.Add(fault);
            }
        }

        return new OriginTemplate(origins, faults, origins.Count + calls.Count > 0 && !Other().IsMatch(template));
    }

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
        return expression.EndsWith(".*", StringComparison.Ordinal) && !expression.EndsWith(":.*", StringComparison.Ordinal) && expression.Length > 2 ? "has no end, so that any host that begins so is let in"
            : BareDot().IsMatch(expression) ? "has a dot without a backslash, which stands for any character"
            : UnboundStart().IsMatch(expression) ? "has no dot before the domain, so that any host that ends so is let in"
            : null;
    }

    [GeneratedRegex("""==\s*(?<quote>["'])(?<text>[^"']*)\k<quote>|(?<quote>["'])(?<text>[^"']*)\k<quote>\s*==""")]
    private static partial Regex Comparison();

    [GeneratedRegex("""\$\w*[oO]rigin\w*\.(?<name>matches|contains|startsWith|endsWith|indexOf)\(\s*(?<quote>["'])(?<text>[^"']*)\k<quote>""")]
    private static partial Regex Call();

    /// <summary>Lists, loops and variables that the origin is compared with.</summary>
    [GeneratedRegex("""#foreach|\.(contains|matches|equals|indexOf|containsKey)\(\s*\$|==\s*\$|\$stageVariables""")]
    private static partial Regex Other();

    /// <summary>A dot between letters, without backslash, and not one that is repeated.</summary>
    [GeneratedRegex("""(?<![\\\[])\.(?![*+?{\]])""")]
    private static partial Regex BareDot();

    [GeneratedRegex("""\.[*+]\??(?![\\.)\]:|]|$)""")]
    private static partial Regex UnboundStart();
}
