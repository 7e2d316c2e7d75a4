namespace System.Buffers;

/// <summary>What .NET has by this name and .NET Standard has not, as far as the engine's files need it: some characters to look for.</summary>
internal sealed class SearchValues<T>(string characters)
{
    public string Characters { get; } = characters;
}

/// <inheritdoc cref="SearchValues{T}"/>
internal static class SearchValues
{
    public static SearchValues<char> Create(string characters) => new(characters);

    public static bool ContainsAny(this ReadOnlySpan<char> text, SearchValues<char> values) => text.IndexOfAny(values.Characters.AsSpan()) >= 0;

    public static bool ContainsAnyExcept(this ReadOnlySpan<char> text, SearchValues<char> values)
    {
        foreach (var c in text)
        {
            if (values.Characters.IndexOf(c) < 0)
            {
                return true;
            }
        }

        return false;
    }
}
