namespace CorsKit.BrowserTests.Engines;

/// <summary>Finds programs that Debian's packages install.</summary>
internal static class Programs
{
    /// <summary>The first of the names that is on the path, or null.</summary>
    public static string? Find(params string[] names) =>
        (from name in names
         from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
         let file = Path.Combine(folder, name)
         where File.Exists(file)
         select file).FirstOrDefault();
}
