using CorsKit.Tests.Readme;

namespace CorsKit.Tests.Package;

/// <summary>
/// <c>dotnet pack</c> of what the tests were built from. It writes beside what was built, so one is at work at a time, whichever
/// test project asks.
/// </summary>
internal static class Pack
{
    /// <param name="project">A project of src, by its folder.</param>
    /// <param name="folder">Where the package goes.</param>
    /// <param name="build">Whether it may have been left out when the tests were built.</param>
    /// <returns>What it wrote to its standard output.</returns>
    public static async Task<string> RunAsync(string project, string folder, bool build = false)
    {
        await using var alone = await AloneAsync();
        return await Command.RunAsync(
            Repository.Root, "dotnet", ["pack", $"src/{project}", "-c", Command.Configuration, "-o", folder, "-warnaserror", "--nologo", build ? "-nodeReuse:false" : "--no-build"]);
    }

    /// <summary>Waits until nobody packs; others wait until this is disposed.</summary>
    public static async Task<FileStream> AloneAsync()
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts")).FullName, "pack.lock");
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }
}
