using System.Diagnostics;
using System.Text.Json;
using CorsKit.Tests.Package;
using CorsKit.Tests.Readme;
using YamlDotNet.RepresentationModel;

namespace CorsKit.Tool.Tests;

/// <summary>The workflows and the action in .github, as far as they can be run here.</summary>
public sealed class GitHubTests
{
    public static TheoryData<string> Documents =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, ".github"), "*.yml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Fact]
    public void Pushes_pull_requests_tags_and_updates_are_seen_to() => Assert.Equal(
        [".github/actions/check/action.yml", ".github/dependabot.yml", ".github/workflows/ci.yml", ".github/workflows/release.yml"],
        Documents.Select(row => row.Data));

    /// <summary>What someone outside may choose, such as the name of a branch, never becomes a part of a script.</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public void Each_document_can_be_read_and_its_scripts_are_in_the_repository(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Repository.Read(file)));
        var scripts = yaml.Documents.Single().AllNodes.OfType<YamlMappingNode>()
            .Where(node => node.Children.ContainsKey("run")).Select(node => ((YamlScalarNode)node.Children["run"]).Value!).ToList();

        Assert.Equal(file.StartsWith(".github/dependabot", StringComparison.Ordinal), scripts.Count == 0);
        Assert.All(scripts, script => Assert.DoesNotContain("${{", script, StringComparison.Ordinal));
        foreach (var script in scripts.Where(script => script.StartsWith("bash ", StringComparison.Ordinal)))
        {
            var path = script.Split(' ')[1].Trim('"').Replace("$GITHUB_ACTION_PATH", ".github/actions/check", StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(Repository.Root, path)), path);
        }
    }

    [Theory]
    [InlineData("tests/CorsKit.Tool.Tests/Readme/template.yaml", "", 1, "CK105, CK103")]
    [InlineData("samples/OrdersApi.Lambda/template.yaml\n\n  \nsamples/OrdersApi.Authorizer/template.yaml\n", "", 0, "")]
    [InlineData("samples/OrdersApi.Lambda/template.yaml", "samples/OrdersApi/appsettings.json", 0, "")]
    [InlineData("samples/OrdersApi.Lambda/template.yaml\n$(touch here); no such file.yaml", "", 2, "")]
    public async Task The_action_checks_every_template_and_writes_SARIF(string templates, string settings, int expected, string codes)
    {
        using var folder = new TemporaryFolder();
        var corskit = folder.Write("corskit", $"#!/bin/sh\nexec dotnet \"{Path.Combine(AppContext.BaseDirectory, "CorsKit.Tool.dll")}\" \"$@\"\n");
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The action's script is for bash.");
            return;
        }

        File.SetUnixFileMode(corskit, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var sarif = Path.Combine(folder.Path, "corskit.sarif");
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, ".github/actions/check/check.sh")]) { WorkingDirectory = Repository.Root };
        (start.Environment["TEMPLATES"], start.Environment["SETTINGS"], start.Environment["FAIL_ON"], start.Environment["SARIF"]) = (templates, settings, "warning", sarif);
        start.Environment["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";

        var (code, output, error) = await Command.TryAsync(start);

        Assert.True(expected == code, output + error);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(sarif, TestContext.Current.CancellationToken));
        Assert.Equal(codes, string.Join(", ", json.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().Select(result => result.GetProperty("ruleId").GetString())));
        Assert.All(codes.Split(", "), found => Assert.Contains(found, output, StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(Repository.Root, "here")));
    }

    [Theory]
    [InlineData("v0.1.0", 0, "CorsKit.DynamoDB: origins in a table.")]
    [InlineData("v0.0.9", 1, "")]
    [InlineData("v0.1", 1, "")]
    public async Task The_notes_of_a_release_are_its_section_of_the_changelog(string tag, int expected, string shown)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is for bash.");
        var (code, output, error) = await Command.TryAsync(Repository.Root, "bash", ".github/workflows/release-notes.sh", tag);

        Assert.Equal(expected, code);
        Assert.Contains(shown, output, StringComparison.Ordinal);
        Assert.DoesNotContain("## [", output, StringComparison.Ordinal);
        Assert.Equal(expected == 1, error.Contains("has no section", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_released_yet_stands_first_in_the_changelog() =>
        Assert.Equal("[Unreleased]", Repository.Read("CHANGELOG.md").Split('\n').First(line => line.StartsWith("## ", StringComparison.Ordinal))[3..]);
}
