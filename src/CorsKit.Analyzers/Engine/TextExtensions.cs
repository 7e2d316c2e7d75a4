namespace System;

/// <summary>Overloads that .NET has and .NET Standard has not; their second meaning, by culture, is not needed.</summary>
internal static class TextExtensions
{
    public static string Replace(this string text, string old, string by, StringComparison comparison) =>
        comparison == StringComparison.Ordinal ? text.Replace(old, by) : throw new NotSupportedException();

    public static bool ContainsAny(this ReadOnlySpan<char> text, string characters) => text.IndexOfAny(characters.AsSpan()) >= 0;

    public static int IndexOfAnyInRange(this ReadOnlySpan<char> text, char first, char last)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] >= first && text[i] <= last)
            {
                return i;
            }
        }

        return -1;
    }
}
