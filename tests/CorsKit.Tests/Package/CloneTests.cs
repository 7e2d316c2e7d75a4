using System.Text.Json;
using CorsKit.Tests.Readme;

namespace CorsKit.Tests.Package;

/// <summary>The repository builds wherever someone puts a clone of it.</summary>
[Trait("Speed", "slow")]
public sealed class CloneTests
{
    /// <summary>What lies in it is built as what <c>dotnet new</c> makes of it.</summary>
    private const string Templates = "/templates/corskit-api/";

    [Theory]
    [InlineData("src/corskit")]
    [InlineData("a folder with blanks/corskit")]
    public async Task The_first_command_of_the_README_builds_and_runs(string place)
    {
        using var clone = new Clone(place);

        await clone.RunAsync("dotnet", "build", "samples/Playground", "--nologo", "-v", "quiet", "--disable-build-servers");
        Assert.Contains("--cloudfront", await clone.RunAsync("dotnet", "run", "--no-build", "--project", "samples/Playground", "--", "--help"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_packages_are_packages_below_any_folder_named_src()
    {
        using var clone = new Clone("src/corskit");
        var projects = Directory.GetFiles(clone.Path, "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(clone.Path, file).Replace('\\', '/'))
            .Where(project => !project.Contains(Templates, StringComparison.Ordinal)).ToList();

        Assert.True(projects.Count > 15);
        foreach (var project in projects)
        {
            using var read = JsonDocument.Parse(await clone.RunAsync("dotnet", "msbuild", project, "-getProperty:IsPackable,GenerateDocumentationFile"));
            bool Is(string property) => read.RootElement.GetProperty("Properties").GetProperty(property).GetString() == "true";

            // The analyzers are part of the package CorsKit, and the templates have no code.
            var isSource = project.StartsWith("src/", StringComparison.Ordinal);
            var isPackage = isSource && !project.StartsWith("src/CorsKit.Analyzers/", StringComparison.Ordinal);
            var isDocumented = isSource && !project.StartsWith("src/CorsKit.Templates/", StringComparison.Ordinal);
            Assert.Equal((project, isPackage, isDocumented), (project, Is("IsPackable"), Is("GenerateDocumentationFile")));
        }
    }

    /// <summary>The packages of Amazon's that they need are not on every package source, and the solution builds without them.</summary>
    [Fact]
    public void The_solution_has_every_project_but_those_on_Amazons_host()
    {
        var solution = Repository.Read("CorsKit.sln").Replace('\\', '/');
        var outside = new DirectoryInfo(Repository.Root).EnumerateFiles("*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/'))
            .Where(project => !project.Contains(Templates, StringComparison.Ordinal) && !solution.Contains($"\"{project}\"", StringComparison.Ordinal));

        Assert.Equal(["samples/OrdersApi.Lambda/OrdersApi.Lambda.csproj", "tests/CorsKit.AmazonLambda.Tests/CorsKit.AmazonLambda.Tests.csproj"], outside.Order(StringComparer.Ordinal));
        Assert.All(outside, project => Assert.Contains("\"Amazon.Lambda.AspNetCoreServer.Hosting\"", Repository.Read(project), StringComparison.Ordinal));
    }
}
