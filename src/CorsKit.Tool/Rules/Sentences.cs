namespace CorsKit.Tool.Rules;

internal static class Sentences
{
    private const int Shown = 4;

    public static string Begin(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>"A, B and C".</summary>
    public static string And(IReadOnlyList<string> items) =>
        items.Count < 2 ? string.Concat(items) : $"{string.Join(", ", items.Take(items.Count - 1))} and {items[^1]}";

    /// <summary>A few paths and the number of the others.</summary>
    public static string List(IReadOnlyList<string> paths) =>
        paths.Count <= Shown + 1 ? string.Join(", ", paths) : $"{string.Join(", ", paths.Take(Shown))} and {paths.Count - Shown} other paths";
}
