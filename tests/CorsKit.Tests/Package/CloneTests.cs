using System.Text.Json;
using CorsKit.Tests.Readme;

namespace CorsKit.Tests.Package;

/// <summary>The repository, wherever someone puts a clone of it.</summary>
public sealed class CloneTests
{
    /// <summary>What is made here, and not what a clone has.</summary>
    private static readonly HashSet<string> NotCloned = ["bin", "obj", "artifacts", "TestResults", ".git", ".vs", ".vscode", ".idea"];

    [Theory]
    [InlineData("src/corskit")]
    [InlineData("a folder with blanks/corskit")]
    public Task The_first_command_of_the_README_builds_and_runs(string place) => InCloneAsync(place, async clone =>
    {
        await Command.RunAsync(clone, "dotnet", "build", "samples/Playground", "--nologo", "-v", "quiet", "--disable-build-servers");
        Assert.Contains("--cloudfront", await Command.RunAsync(clone, "dotnet", "run", "--no-build", "--project", "samples/Playground", "--", "--help"), StringComparison.Ordinal);
    });

    [Fact]
    public Task Only_the_packages_are_packages_below_any_folder_named_src() => InCloneAsync("src/corskit", async clone =>
    {
        var projects = Directory.GetFiles(clone, "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(clone, file).Replace('\\', '/')).ToList();
        Assert.True(projects.Count > 15);
        foreach (var project in projects)
        {
            using var read = JsonDocument.Parse(await Command.RunAsync(clone, "dotnet", "msbuild", project, "-getProperty:IsPackable,GenerateDocumentationFile"));
            var properties = read.RootElement.GetProperty("Properties").EnumerateObject().Select(property => property.Value.GetString() == "true");
            Assert.Equal((project, project.StartsWith("src/", StringComparison.Ordinal)), (project, Assert.Single(properties.Distinct())));
        }
    });

    /// <summary>The packages of Amazon's that they need are not on every package source, and the solution builds without them.</summary>
    [Fact]
    public void The_solution_has_every_project_but_those_on_Amazons_host()
    {
        var solution = Repository.Read("CorsKit.sln").Replace('\\', '/');
        var outside = new DirectoryInfo(Repository.Root).EnumerateFiles("*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/'))
            .Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal));

        Assert.Equal(["samples/OrdersApi.Lambda/OrdersApi.Lambda.csproj", "tests/CorsKit.AmazonLambda.Tests/CorsKit.AmazonLambda.Tests.csproj"], outside.Order(StringComparer.Ordinal));
        Assert.All(outside, project => Assert.Contains("\"Amazon.Lambda.AspNetCoreServer.Hosting\"", Repository.Read(project), StringComparison.Ordinal));
    }

    private static async Task InCloneAsync(string place, Func<string, Task> testAsync)
    {
        var parent = Directory.CreateTempSubdirectory("corskit-clone");
        try
        {
            await testAsync(Copy(new(Repository.Root), parent.CreateSubdirectory(place)));
        }
        finally
        {
            parent.Delete(recursive: true);
        }
    }

    private static string Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.GetFiles().Where(file => file.Name != ".git")) // a file in a work tree of its own
        {
            file.CopyTo(Path.Combine(to.FullName, file.Name));
        }

        foreach (var folder in from.GetDirectories().Where(folder => !NotCloned.Contains(folder.Name)))
        {
            Copy(folder, to.CreateSubdirectory(folder.Name));
        }

        return to.FullName;
    }
}
