namespace CorsKit.Tool.Templates;

/// <summary>A template that makes a template: it is no YAML before another program has rendered it.</summary>
internal static class Templating
{
    private static readonly string[] GoActions = [".", "$", "if ", "else", "end", "range ", "with ", "define ", "include ", "template ", "block "];

    /// <returns>The place of the first sign of it and what it seems to be, or null.</returns>
    public static (int Line, int Column, string Kind)? FindIn(string text)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;

            for (var i = 0; i < line.Length && line[i] != '#'; i++)
            {
                if (line[i] is '"' or '\'')
                {
                    // Quoted text may hold what it likes.
                    i = line[(i + 1)..].IndexOf(line[i]) is >= 0 and var length ? i + 1 + length : line.Length;
                }
                else if (KindOf(line[i..]) is { } kind)
                {
                    return (number, i + 1, kind);
                }
            }
        }

        return null;
    }

    private static string? KindOf(ReadOnlySpan<char> sign) =>
        sign.StartsWith("{%") ? "a Jinja template"
        : sign.StartsWith("<%") ? "an ERB or EJS template"
        : !sign.StartsWith("{{") ? null
        : StartsGoAction(sign[2..].TrimStart("- ").ToString()) ? "a Go template"
        : "a Jinja, Handlebars or Go template";

    private static bool StartsGoAction(string action) => Array.Exists(GoActions, start => action.StartsWith(start, StringComparison.Ordinal));
}
