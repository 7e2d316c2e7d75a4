using CorsKit.Tests.Package;
using CorsKit.Tests.Readme;

namespace CorsKit.Templates.Tests;

/// <summary>
/// Every combination of the template's options, as someone would create and build it: the template is packed and installed, the
/// packages come from a folder, and all of it is built at once.
/// </summary>
public sealed class CreatedProjects : IAsyncLifetime
{
    /// <summary>A project whose app does not call UseGatewayCors: its own tests must notice.</summary>
    public const string Broken = "broken";

    /// <summary>The one that is built with analyzers, for the time: it has all options.</summary>
    private const string Analyzed = "my-rest-controllers-authorizer";

    private static readonly ParallelOptions TwoAtATime = new() { MaxDegreeOfParallelism = 2 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("corskit-templates");

    /// <summary>What dotnet new wrote, by the name of the project.</summary>
    public Dictionary<string, string> Output { get; } = [];

    /// <summary>What the tests of a project ended with and wrote, by its name.</summary>
    public Dictionary<string, (int Code, string Output)> Tested { get; } = [];

    /// <summary>Why Amazon's packages are not in what is built here; null where they are.</summary>
    public string? WithoutAmazon { get; private set; }

    public string Folder(string name) => Path.Combine(_folder.FullName, name);

    public async ValueTask InitializeAsync()
    {
        await PackAsync();
        await NewAsync("install", Assert.Single(Directory.GetFiles(Folder("feed"), "CorsKit.Templates.*.nupkg")));
        await Parallel.ForEachAsync(Combination.All, TwoAtATime, async (combination, _) =>
        {
            var output = await NewAsync(["corskit-api", "--name", combination.Name, "--output", Folder(combination.Name), .. combination.Options]);
            lock (Output)
            {
                Output.Add(combination.Name, output);
            }
        });
        Output.Add(Broken, await NewAsync("corskit-api", "--name", Broken, "--output", Folder(Broken), "--origin", "https://other.example"));
        TakeOut(Path.Combine(Folder(Broken), Broken, "Program.cs"), "app.UseGatewayCors();");

        string[] built = [.. Combination.All.Where(combination => combination.Authorizer == combination.HasAuthorizer).Select(combination => combination.Name), Broken];
        await BuildAsync(built);
        await Parallel.ForEachAsync(built, TwoAtATime, async (name, _) =>
        {
            var (code, output, error) = await Command.TryAsync(Folder(name), "dotnet", $"{name}.Tests/bin/Debug/net10.0/{name}.Tests.dll");
            lock (Tested)
            {
                Tested.Add(name, (code, output + error));
            }
        });
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static void TakeOut(string file, params string[] lines) =>
        File.WriteAllLines(file, File.ReadAllLines(file).Where(line => !lines.Any(gone => line.Contains(gone, StringComparison.Ordinal))));

    /// <summary>CorsKit without its ReadyToRun code, which PackageTests look at.</summary>
    private Task PackAsync() => Pack.RunAllAsync(
        Directory.CreateDirectory(Folder("feed")).FullName, build: false, ("CorsKit", "TargetsForTfmSpecificContentInPackage="), ("CorsKit.Testing", ""), ("CorsKit.Authorizer", ""), ("CorsKit.Templates", ""));

    /// <summary>dotnet new with templates of its own, not the user's.</summary>
    private Task<string> NewAsync(params string[] arguments) =>
        Command.RunAsync(_folder.FullName, "dotnet", ["new", arguments[0], .. arguments[1..], "--debug:custom-hive", Folder("hive")]);

    private async Task BuildAsync(string[] names)
    {
        // A preview of CorsKit must not get into the user's own packages; all others are taken from there.
        var own = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget/packages");
        await File.WriteAllTextAsync(Folder("Directory.Build.props"), $"""
            <Project>
              <PropertyGroup>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestoreAdditionalProjectSources>{Folder("feed")}</RestoreAdditionalProjectSources>
                <RestorePackagesPath>{Folder("packages")}</RestorePackagesPath>
                <RestoreFallbackFolders Condition="Exists('{own}')">{own}</RestoreFallbackFolders>
                <RunAnalyzers Condition="!$(MSBuildProjectName.StartsWith('{Analyzed}'))">false</RunAnalyzers>
              </PropertyGroup>
            </Project>
            """);

        var (code, output, error) = await Command.TryAsync(_folder.FullName, "dotnet", "restore", $"{names[0]}/{names[0]}", "--nologo");
        if (code != 0)
        {
            var errors = output.Split('\n').Where(line => line.Contains(": error ", StringComparison.Ordinal)).ToList();
            Assert.True(errors.Count > 0 && errors.TrueForAll(line => line.Contains("NU1101", StringComparison.Ordinal) || line.Contains("NU1102", StringComparison.Ordinal)), output + error);
            Assert.All(errors, line => Assert.Contains("Amazon.Lambda.", line, StringComparison.Ordinal));
            WithoutAmazon = "Amazon.Lambda.AspNetCoreServer.Hosting cannot be restored from this machine's package source: the projects were built without AddAWSLambdaHosting.";
            foreach (var name in names)
            {
                TakeOut(Path.Combine(Folder(name), name, $"{name}.csproj"), "\"Amazon.Lambda.");
                TakeOut(Path.Combine(Folder(name), name, "Program.cs"), "AddAWSLambdaHosting");
            }
        }

        var projects = names.SelectMany(name => Directory.GetFiles(Folder(name), "*.csproj", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(Folder("all.slnx"), $"<Solution>{string.Concat(projects.Select(project => $"""<Project Path="{project}" />"""))}</Solution>");
        await Command.RunAsync(_folder.FullName, "dotnet", "build", "all.slnx", "-m", "--nologo", "-v", "quiet", "-nodeReuse:false");
    }
}
