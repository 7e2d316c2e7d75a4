using System.Diagnostics;
using CorsKit.Tests.Readme;

namespace CorsKit.Tests.Package;

/// <summary>The repository builds wherever someone puts a clone of it.</summary>
[Trait("Speed", "slow")]
public sealed class CloneTests(BuiltClone built) : IClassFixture<BuiltClone>
{
    /// <summary>What lies in it is built as what <c>dotnet new</c> makes of it.</summary>
    private const string Templates = "/templates/corskit-api/";

    [Fact]
    public async Task The_first_command_of_the_README_builds_and_runs_below_src_and_in_a_folder_with_blanks()
    {
        Assert.Contains("--cloudfront", await built.Clone.RunAsync("dotnet", "run", "--no-build", "--project", "samples/Playground", "--", "--help"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_is_not_packed_without_its_ReadyToRun_code()
    {
        var clone = built.Clone;
        await clone.CommitAsync("everything");

        var (code, output, _) = await PackWithoutCompilerAsync(clone);
        Assert.True(code == 0, output);
        Assert.Contains("packed without ReadyToRun code for linux-x64", output, StringComparison.Ordinal);

        await clone.RunAsync("git", "tag", "v9.8.7");
        (code, output, _) = await PackWithoutCompilerAsync(clone);
        Assert.Equal(1, code);
        Assert.Contains("error : A release of CorsKit has ReadyToRun code, and its compiler for linux-x64", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_packages_are_packages_below_any_folder_named_src()
    {
        using var clone = new Clone("src/corskit");
        var projects = Directory.GetFiles(clone.Path, "*.csproj", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(clone.Path, file).Replace('\\', '/'))
            .Where(project => !project.Contains(Templates, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();

        // The analyzers are part of the package CorsKit, and the templates have no code.
        static bool IsSource(string project) => project.StartsWith("src/", StringComparison.Ordinal);
        Assert.True(projects.Count > 15);
        Assert.Equal(
            projects.Select(project => (
                project,
                IsSource(project) && !project.StartsWith("src/CorsKit.Analyzers/", StringComparison.Ordinal),
                IsSource(project) && !project.StartsWith("src/CorsKit.Templates/", StringComparison.Ordinal))),
            await PropertiesAsync(clone, projects));
    }

    /// <returns>Of each project, whether it is packed and whether its documentation is written, by a target that is added to all of them.</returns>
    private static async Task<List<(string Project, bool IsPackable, bool IsDocumented)>> PropertiesAsync(Clone clone, IReadOnlyList<string> projects)
    {
        await File.WriteAllTextAsync(Path.Combine(clone.Path, "tell.targets"), """
            <Project><Target Name="Tell"><Message Importance="high" Text="$(MSBuildProjectFullPath)|$(IsPackable)|$(GenerateDocumentationFile)|" /></Target></Project>
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(clone.Path, "all.proj"), $"""
            <Project><Target Name="All"><MSBuild Projects="{string.Join(';', projects)}" Targets="Tell" Properties="CustomAfterMicrosoftCommonTargets={clone.Path}/tell.targets" /></Target></Project>
            """, TestContext.Current.CancellationToken);

        var told = await clone.RunAsync("dotnet", "msbuild", "all.proj", "-nologo", "-v:minimal");
        return
        [
            .. from line in told.Split('\n')
               let cells = line.Trim().Split('|')
               where cells.Length == 4
               let project = Path.GetRelativePath(clone.Path, cells[0]).Replace('\\', '/')
               orderby projects.ToList().IndexOf(project)
               select (project, cells[1] == "true", cells[2] == "true"),
        ];
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

    /// <summary>On a machine whose package source does not have the compiler.</summary>
    private static Task<(int Code, string Output, string Error)> PackWithoutCompilerAsync(Clone clone)
    {
        var nothing = Directory.CreateDirectory(Path.Combine(clone.Path, "artifacts/nothing")).FullName;
        var start = new ProcessStartInfo("dotnet", ["pack", "src/CorsKit", "--no-build", "-c", "Debug", "-o", "artifacts", "--nologo", "-p:ContinuousIntegrationBuild=true"]) { WorkingDirectory = clone.Path };
        start.Environment.Remove("GITHUB_REF_TYPE"); // which says in a workflow that everything is a release
        (start.Environment["NUGET_PACKAGES"], start.Environment["RestoreSources"]) = (nothing, nothing);
        return Command.TryAsync(start);
    }
}
