namespace CorsKit.BrowserTests.Cases;

/// <summary>Every case, in one fixed order.</summary>
internal static class Matrix
{
    public static IReadOnlyList<FetchCase> All { get; } = [.. FrontDoorCases.All, .. OwnCorsCases.All, .. ScriptedCases.All, .. RedirectCases.All, .. RequestCases.All, .. PortCases.All, .. OptionCases.All, .. XhrCases.All];

    public static IReadOnlyDictionary<string, FetchCase> ByName { get; } = All.ToDictionary(@case => @case.Name);
}
