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
    /// <returns>What it wrote to its standard output.</returns>
    public static async Task<string> RunAsync(string project, string folder)
    {
        await using var alone = await AloneAsync();
        return await Command.RunAsync(Repository.Root, "dotnet", "pack", $"src/{project}", "-c", Command.Configuration, "-o", folder, "-warnaserror", "--nologo", "--no-build");
    }

    /// <summary>Several in one run, which takes little longer than one.</summary>
    /// <param name="folder">Where the packages go; the project that packs them lies there too.</param>
    /// <param name="build">Whether they may have been left out when the tests were built.</param>
    /// <param name="projects">Projects of src, by their folders, with properties of their own.</param>
    public static async Task RunAllAsync(string folder, bool build, params IEnumerable<(string Project, string Properties)> projects)
    {
        var items = projects.Select(project => $"""<Package Include="{Repository.Root}/src/{project.Project}/{project.Project}.csproj" AdditionalProperties="{project.Properties}" />""");
        var file = Path.Combine(folder, "pack.proj");
        await File.WriteAllTextAsync(file, $"""
            <Project>
              <ItemGroup>{string.Concat(items)}</ItemGroup>
              <Target Name="Restore"><MSBuild Projects="@(Package)" Targets="Restore" BuildInParallel="true" /></Target>
              <Target Name="Pack"><MSBuild Projects="@(Package)" Targets="Pack" BuildInParallel="true" Properties="NoBuild={!build};Configuration={Command.Configuration};PackageOutputPath={folder}" /></Target>
            </Project>
            """, TestContext.Current.CancellationToken);
        await using var alone = await AloneAsync();
        await Command.RunAsync(folder, "dotnet", ["msbuild", file, "-t:Pack", .. build ? ["-restore"] : Array.Empty<string>(), "-m", "-warnaserror", "-nologo", "-v:quiet", "-nodeReuse:false"]);
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
