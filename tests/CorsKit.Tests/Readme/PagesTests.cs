using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace CorsKit.Tests.Readme;

/// <summary>What holds for every page: its code compiles, its outputs are compared, its links lead somewhere.</summary>
public sealed partial class PagesTests
{
    private const string Here = "https://github.com/corskit/corskit/blob/main/";

    private static readonly IReadOnlyList<PageBlock> Blocks = [.. Page.All.SelectMany(page => page.Blocks)];

    /// <summary>The pages of the packages, which the gallery shows.</summary>
    public static TheoryData<string> PackagePages =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
            .Where(file => !file.EndsWith("CorsKit.Analyzers.csproj", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Repository.Root, Path.Combine(Path.GetDirectoryName(file)!, "README.md")).Replace('\\', '/'))];

    [Fact]
    public void The_first_page_is_read_in_a_few_minutes()
    {
        var words = Page.Of("README.md").Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

        Assert.InRange(words, 300, 1200);
    }

    /// <summary>What a block is compared with stands in a comment above it; only commands have none.</summary>
    [Fact]
    public void Every_block_says_what_it_is_compared_with()
    {
        string[] known =
        [
            "code csharp", "code json", // a region that compiles; settings that load
            "file csharp", "excerpt yaml", // a file of the repository, and lines of one
            "output text", "output json", "golden text", // what a test prints
            "check yaml", "workflow yaml", "hooks yaml", // what corskit checks; a job of GitHub's; hooks that call corskit
            "layers text", // the folders, from which LayersTests takes their order
            " console", // commands of corskit and what they print
            " sh",
        ];

        Assert.NotEmpty(Blocks);
        Assert.Equal([], Blocks.Where(block => !known.Contains($"{block.Mark} {block.Language}")));
        Assert.All(Blocks.Where(block => block.Language == "console"), block => Assert.StartsWith("src/CorsKit.Tool/README.md:", block.Place, StringComparison.Ordinal));
        Assert.All(Blocks.Where(block => block.Mark is "check" or "workflow" or "hooks" or "golden"), block => Assert.StartsWith("src/CorsKit.Tool/README.md:", block.Place, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_block_of_code_is_compiled()
    {
        var regions = new[] { "tests/CorsKit.Tests/Readme/ReadmeCode.cs", "tests/CorsKit.Authorizer.Tests/Readme/TenantsCode.cs" }
            .SelectMany(file => Region().Matches(Repository.Read(file)))
            .ToDictionary(match => match.Groups["name"].Value, match => Unindent(match.Groups["code"].Value));
        var shown = Blocks.Where(block => block is { Mark: "code", Language: "csharp" }).ToList();

        Assert.All(shown, block => Assert.Equal(regions.GetValueOrDefault(block.Name), block.Text));
        Assert.Equal(regions.Keys.Order(StringComparer.Ordinal), shown.Select(block => block.Name).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Those of one name are the same on every page.</summary>
    [Fact]
    public void All_settings_are_settings()
    {
        var shown = Blocks.Where(block => block is { Mark: "code", Language: "json" }).ToList();

        Assert.NotEmpty(shown);
        Assert.All(shown.GroupBy(block => block.Name), same => Assert.Single(same.Select(block => block.Text).Distinct()));
        Assert.All(shown, block => Assert.NotEmpty(GatewayCorsPolicies.Load(
            new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(block.Text))).Build().GetSection("GatewayCors"))));
    }

    [Fact]
    public void Every_file_that_is_shown_is_the_one_of_the_repository()
    {
        var files = Blocks.Where(block => block.Mark == "file").ToList();
        var excerpts = Blocks.Where(block => block.Mark == "excerpt").ToList();

        Assert.All(files, file => Assert.Equal(Repository.Read(file.Name).TrimEnd(), file.Text));
        Assert.All(excerpts, excerpt => Assert.True(IsIn(Repository.Read(excerpt.Name).Split('\n'), excerpt.Text.Split('\n')), excerpt.Place));
        Assert.NotEmpty(files);
    }

    /// <summary>Paths of the repository that a page names, in commands, in text and in tables.</summary>
    [Fact]
    public void Every_path_that_is_named_is_there() =>
        Assert.Equal([], Page.All.Where(page => page.Path != "CHANGELOG.md")
            .SelectMany(page => NamedPath().Matches(page.Text).Select(match => (page.Path, Named: match.Groups["path"].Value.TrimEnd('/', '.'))))
            .Where(named => !Path.Exists(Path.Combine(Repository.Root, named.Named))));

    /// <summary>The map names files from src on, or from a package on.</summary>
    [Fact]
    public void Every_file_of_the_map_is_there()
    {
        var named = MapPath().Matches(Page.Of("src/README.md").Text).Select(match => match.Groups["path"].Value).ToList();

        Assert.True(named.Count > 20);
        Assert.Equal([], named.Where(path => !Path.Exists(Path.Combine(Repository.Root, "src", path)) && !Path.Exists(Path.Combine(Repository.Root, "src/CorsKit", path))));
    }

    [Fact]
    public void Every_link_into_the_repository_leads_to_something()
    {
        var links = Page.All.SelectMany(page => page.Links.Select(link => (page.Path, Link: link))).ToList();

        Assert.True(links.Count > 20);
        Assert.Equal([], links.Where(link => Problem(link.Path, link.Link) is not null).Select(link => (link, Problem(link.Path, link.Link))));
    }

    /// <summary>The gallery shows the page alone: it knows no files beside it.</summary>
    [Theory]
    [MemberData(nameof(PackagePages))]
    public void The_page_of_a_package_stands_by_itself(string path)
    {
        var page = Page.Of(path);

        Assert.StartsWith($"# {path.Split('/')[1]}\n", page.Text, StringComparison.Ordinal);
        Assert.All(page.Links, link => Assert.True(link.StartsWith("https://", StringComparison.Ordinal) || link.StartsWith('#'), link));
        Assert.Contains(Page.Of("README.md").Links, link => link == path);
        var install = path.Split('/')[1] switch
        {
            "CorsKit.Tool" => "dotnet tool install --global",
            "CorsKit.Templates" => "dotnet new install",
            _ => "dotnet add package",
        };
        Assert.Contains(page.Blocks, block => block.Language == "sh" && block.Text.Contains($"{install} {path.Split('/')[1]}", StringComparison.Ordinal));
    }

    private static string? Problem(string path, string link)
    {
        var (target, anchor) = link.Split('#', 2) is [var file, var part] ? (file, part) : (link, null);
        if (target.StartsWith(Here, StringComparison.Ordinal))
        {
            target = target[Here.Length..];
        }
        else if (target.Contains("://", StringComparison.Ordinal))
        {
            return target.StartsWith("https://", StringComparison.Ordinal) || target.StartsWith("http://localhost", StringComparison.Ordinal) ? null : "not https";
        }
        else
        {
            target = target.Length == 0 ? path : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(path)!, target)).Replace('\\', '/');
        }

        return !Path.Exists(Path.Combine(Repository.Root, target)) ? "no such file"
            : anchor is null ? null
            : Page.All.FirstOrDefault(page => page.Path == target)?.Anchors.Contains(anchor) == true ? null
            : "no such heading";
    }

    private static string Unindent(string code)
    {
        var lines = code.Split('\n');
        var indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length > indent ? line[indent..] : ""));
    }

    private static bool IsIn(string[] file, string[] lines)
    {
        for (var i = 0; i <= file.Length - lines.Length; i++)
        {
            if (Unindent(string.Join('\n', file[i..(i + lines.Length)])) == string.Join('\n', lines))
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"#region (?<name>\w+)\r?\n(?<code>.*?)\n *#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"`(?<path>(?!tests/)\w[\w.]*/[\w./]+)`")]
    private static partial Regex MapPath();

    [GeneratedRegex(@"(?<![\w./-])(?<path>(src|tests|samples|\.github|\.ci)/[\w./-]+)")]
    private static partial Regex NamedPath();
}
