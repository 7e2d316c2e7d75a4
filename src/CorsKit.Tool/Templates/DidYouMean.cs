using CorsKit.Configuration;

namespace CorsKit.Tool.Templates;

/// <summary>The question that follows a name that does not exist.</summary>
internal static class DidYouMean
{
    private const int MostNames = 2;

    /// <returns>A sentence with a space before it; nothing where no name is near.</returns>
    public static string Ask(IEnumerable<string> known, string name)
    {
        var near = Near(known, name);
        return near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
    }

    /// <summary>Those that begin alike come first: that is where people are sure of what they type.</summary>
    public static IReadOnlyList<string> Near(IEnumerable<string> known, string name) =>
        [.. known.Where(candidate => NearName.IsNear(candidate, name)).OrderByDescending(candidate => SharedStart(candidate, name)).Take(MostNames)];

    private static int SharedStart(string known, string name) =>
        known.Zip(name).TakeWhile(letters => char.ToUpperInvariant(letters.First) == char.ToUpperInvariant(letters.Second)).Count();
}
