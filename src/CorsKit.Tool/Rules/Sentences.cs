namespace CorsKit.Tool.Rules;

internal static class Sentences
{
    public static string Begin(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
