namespace CorsKit.BrowserTests.Cases;

/// <summary>Where an engine does otherwise than the standard, or than the others.</summary>
/// <param name="Engine">Which, and <paramref name="Version"/>: where it was seen.</param>
/// <param name="Cases">Names of the cases.</param>
/// <param name="What">What it does instead.</param>
/// <param name="Link">Its source, or the standard's clause.</param>
internal sealed record EngineDifference(string Engine, string Version, string[] Cases, string What, string Link);

/// <summary>All that are known. A difference that is gone turns a test red, so that the table stays true.</summary>
internal static class EngineDifferences
{
    public static IReadOnlyList<EngineDifference> All { get; } = [];

    public static EngineDifference? Of(string engine, string @case) =>
        All.FirstOrDefault(difference => difference.Engine == engine && difference.Cases.Contains(@case));
}
