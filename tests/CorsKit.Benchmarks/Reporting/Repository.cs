namespace CorsKit.Benchmarks.Reporting;

/// <summary>Where the program was built.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "CorsKit.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The benchmarks run from a build in the repository: dotnet run -c Release --project tests/CorsKit.Benchmarks.");
        }

        return folder;
    }
}
