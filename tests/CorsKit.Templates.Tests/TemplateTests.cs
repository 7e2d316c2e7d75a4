using System.Text.RegularExpressions;
using System.Xml.Linq;
using CorsKit.Tests.Package;
using CorsKit.Tests.Readme;

namespace CorsKit.Templates.Tests;

/// <summary>What <c>dotnet new corskit-api</c> makes of each combination of its options.</summary>
[Trait("Speed", "slow")]
public sealed partial class TemplateTests(CreatedProjects projects) : IClassFixture<CreatedProjects>
{
    public static TheoryData<string, bool, bool> Combinations => new(Combination.All.Select(combination => (combination.FrontDoor, combination.Controllers, combination.Authorizer)));

    [Theory]
    [MemberData(nameof(Combinations))]
    public void What_is_created_builds_and_passes_its_tests(string frontDoor, bool controllers, bool authorizer)
    {
        var combination = new Combination(frontDoor, controllers, authorizer);
        var name = combination.Name;
        string[] expected =
        [
            "README.md", $"{name}.slnx", "template.yaml",
            $"{name}.Tests/CorsTests.cs", $"{name}.Tests/{name}.Tests.csproj",
            $"{name}/OrderBook.cs", $"{name}/Program.cs", $"{name}/appsettings.Development.json", $"{name}/appsettings.json", $"{name}/{name}.csproj",
            .. combination.Controllers ? [$"{name}/Controllers/OrdersController.cs"] : Array.Empty<string>(),
            .. combination.HasAuthorizer ? [$"{name}.Authorizer/TokenAuthorizer.cs", $"{name}.Authorizer/{name}.Authorizer.csproj"] : Array.Empty<string>(),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Files(name).Keys.Order(StringComparer.Ordinal));
        Assert.All(Files(name), file => Assert.DoesNotMatch("CorsKit-Api|NamespaceOfApi|EventSourceOfFrontDoor|CORSKIT_VERSION|#if|#else|#endif", file.Value));

        if (combination.Authorizer != combination.HasAuthorizer)
        {
            // The same as without the option, and it says why.
            Assert.Contains("Function URLs and load balancers ask no Lambda authorizer", projects.Output[name], StringComparison.Ordinal);
            var without = combination with { Authorizer = false };
            Assert.Equal(
                Files(without.Name).Where(file => !IsChanged(file.Key)).Select(file => file.Value),
                Files(name).Where(file => !IsChanged(file.Key)).Select(file => file.Value.Replace(name, without.Name, StringComparison.Ordinal).Replace(Namespace(name), Namespace(without.Name), StringComparison.Ordinal)));
            return;
        }

        Assert.DoesNotContain("authorizer", projects.Output[name], StringComparison.OrdinalIgnoreCase);
        var (code, output) = projects.Tested[name];
        Assert.True(code == 0, output);
        Assert.Contains($"Total: {(combination.HasAuthorizer ? 7 : 5)}, Errors: 0, Failed: 0, Skipped: 0", output, StringComparison.Ordinal);

        TestContext.Current.TestOutputHelper!.WriteLine(projects.WithoutAmazon ?? "Built with Amazon.Lambda.AspNetCoreServer.Hosting.");
    }

    /// <summary>All in one run, with the settings that they have in common.</summary>
    [Fact]
    public async Task Nothing_is_found_in_any_template()
    {
        var settings = Combination.All.Select(combination => Files(combination.Name)[$"{combination.Name}/appsettings.json"]).Distinct();
        Assert.Single(settings);

        var (name, tool) = (Combination.All[0].Name, Path.Combine(AppContext.BaseDirectory, "CorsKit.Tool.dll"));
        var (code, found, error) = await Command.TryAsync(projects.Folder("."), "dotnet",
            [tool, "check", .. Combination.All.Select(combination => $"{combination.Name}/template.yaml"), "--settings", $"{name}/{name}/appsettings.json", "--fail-on", "note"]);

        Assert.Equal((0, "0 errors, 0 warnings, 0 notes in 16 files\n", ""), (code, found, error));
    }

    /// <summary>A negative twin: an app without the middleware fails the tests that come with it.</summary>
    [Fact]
    public void The_tests_of_an_app_without_UseGatewayCors_fail()
    {
        var (code, output) = projects.Tested[CreatedProjects.Broken];

        Assert.Equal(1, code);
        Assert.Contains("Total: 5, Errors: 0, Failed: 5", output, StringComparison.Ordinal);
        Assert.Contains("No 'Access-Control-Allow-Origin' header is present", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_origin_is_wherever_an_origin_is_needed()
    {
        var files = Files(CreatedProjects.Broken);

        Assert.All(files, file => Assert.DoesNotContain("https://shop.example.com", file.Value, StringComparison.Ordinal));
        Assert.Equal(
            ["README.md", "broken.Tests/CorsTests.cs", "broken/appsettings.Development.json", "broken/appsettings.json", "template.yaml"],
            files.Where(file => file.Value.Contains("https://other.example", StringComparison.Ordinal)).Select(file => file.Key).Order(StringComparer.Ordinal));
    }

    /// <summary>What is created references what this repository is tested with.</summary>
    [Fact]
    public void The_versions_are_those_of_the_repository()
    {
        var central = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion").ToDictionary(item => item.Attribute("Include")!.Value, item => item.Attribute("Version")!.Value);
        var referenced = Directory.GetFiles(Path.Combine(Repository.Root, "src/CorsKit.Templates/templates"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(file => Reference().Matches(File.ReadAllText(file)).Select(match => (Name: match.Groups["name"].Value, Version: match.Groups["version"].Value)))
            .ToList();

        Assert.True(referenced.Count > 5);
        Assert.All(referenced, package => Assert.Equal(package.Name.StartsWith("CorsKit", StringComparison.Ordinal) ? "CORSKIT_VERSION" : central[package.Name], package.Version));
        Assert.Matches(@"<PackageReference Include=""CorsKit"" Version=""\d+\.\d+\.\d+", Files(CreatedProjects.Broken)["broken/broken.csproj"]);
    }

    [Fact]
    public void The_page_has_every_option()
    {
        var page = Page.Of("src/CorsKit.Templates/README.md").Text;

        Assert.Equal(["--front-door", "--controllers", "--authorizer", "--origin"], OptionRow().Matches(page).Select(row => row.Groups["option"].Value));
        Assert.All(Combination.All, combination => Assert.Contains($"`{combination.FrontDoor}`", page, StringComparison.Ordinal));
    }

    /// <summary>Where Amazon's packages cannot be restored, these two files had lines taken out.</summary>
    private static bool IsChanged(string file) => file.EndsWith("/Program.cs", StringComparison.Ordinal) || file.EndsWith(".csproj", StringComparison.Ordinal);

    private static string Namespace(string name) => name.Replace('-', '_');

    private SortedDictionary<string, string> Files(string name) => new(
        Directory.GetFiles(projects.Folder(name), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(projects.Folder(name), file).Replace('\\', '/'))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .ToDictionary(file => file, file => File.ReadAllText(Path.Combine(projects.Folder(name), file))),
        StringComparer.Ordinal);

    [GeneratedRegex("""<PackageReference Include="(?<name>[^"]+)" Version="(?<version>[^"]+)" />""")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\| `(?<option>--[\w-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex OptionRow();
}
