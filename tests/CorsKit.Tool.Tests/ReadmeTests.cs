using System.Text.RegularExpressions;
using CorsKit.Tests.Readme;
using CorsKit.Tool.Checks;
using CorsKit.Tool.Exports;
using YamlDotNet.RepresentationModel;

namespace CorsKit.Tool.Tests;

/// <summary>What the page of CorsKit.Tool shows of corskit is what it prints.</summary>
public sealed class ReadmeTests
{
    private static readonly Page Page = Page.Of("src/CorsKit.Tool/README.md");

    [Fact]
    public void Every_command_of_the_page_prints_what_stands_there()
    {
        var consoles = Page.Blocks.Where(block => block.Language == "console").ToList();
        using var folder = new TemporaryFolder();
        foreach (var settings in Page.Blocks.Where(block => block is { Mark: "code", Language: "json" }))
        {
            folder.Write(settings.Name + ".json", settings.Text);
        }

        folder.Write("template.yaml", Repository.Read("tests/CorsKit.Tool.Tests/Readme/template.yaml"));

        Assert.NotEmpty(consoles);
        foreach (var console in consoles)
        {
            var commands = Regex.Split(console.Text, @"^\$ corskit ", RegexOptions.Multiline).Skip(1).ToList();
            Assert.NotEmpty(commands);
            foreach (var command in commands)
            {
                var (line, expected) = (command.Split('\n', 2)[0], command.Split('\n', 2)[1]);
                Assert.Equal(expected.TrimEnd(), Run(folder.Path + Path.DirectorySeparatorChar, line).TrimEnd());
            }
        }
    }

    /// <summary>A probe needs an API to ask; what it printed of one is agreed in Golden, and the page leaves lines out.</summary>
    [Fact]
    public void What_is_shown_of_a_probe_is_what_was_agreed()
    {
        var block = Assert.Single(Page.Blocks, block => block.Mark == "golden");
        var agreed = Repository.Read("tests/CorsKit.Tool.Tests/Golden/" + block.Name).Split('\n');
        var shown = block.Text.TrimEnd().Split('\n')[1..].Where(line => line.Trim() is not ("" or "…")).ToList();

        Assert.True(shown.Count > 10);
        Assert.Equal(shown, agreed.Where(shown.Contains));
    }

    [Fact]
    public void Every_template_that_is_shown_gets_the_findings_that_its_comment_names()
    {
        using var folder = new TemporaryFolder();
        var templates = Page.Blocks.Where(block => block.Mark == "check").ToList();

        Assert.NotEmpty(templates);
        Assert.All(templates, template => Assert.Equal(template.Name, Tool.Check(folder.Write("shown.yaml", template.Text), null).Findings));

        // Without the suppression there is something to suppress.
        Assert.All(templates, template => Assert.NotEqual("nothing", Tool.Check(folder.Write("bare.yaml", template.Text.Replace("suppress: [", "suppress: [], was: [", StringComparison.Ordinal)), null).Findings));
    }

    [Fact]
    public void The_job_uses_the_action_with_inputs_that_it_has()
    {
        var block = Assert.Single(Page.Blocks, block => block.Mark == "workflow");
        var steps = Mappings(block.Text).Where(node => node.Children.ContainsKey("uses")).ToDictionary(node => (string)node["uses"]!);
        var step = Assert.Single(steps, step => step.Key == $"corskit/corskit/{block.Name}@main").Value;
        var inputs = (YamlMappingNode)Mappings(Repository.Read($"{block.Name}/action.yml")).First()["inputs"];

        Assert.Subset(inputs.Children.Keys.ToHashSet(), ((YamlMappingNode)step["with"]).Children.Keys.ToHashSet());
        Assert.Contains("security-events: write", block.Text, StringComparison.Ordinal);
    }

    /// <summary>The commands of the hooks are commands of the tool, with options that they have.</summary>
    [Fact]
    public void The_hooks_call_the_tool_as_it_can_be_called()
    {
        var block = Assert.Single(Page.Blocks, block => block.Mark == "hooks");
        var hooks = Mappings(block.Text).Where(node => node.Children.ContainsKey("entry")).ToList();

        Assert.NotEmpty(hooks);
        using var folder = new TemporaryFolder();
        var template = folder.Write("template.yaml", Repository.Read("tests/CorsKit.Tool.Tests/Readme/template.yaml"));
        Assert.All(hooks, hook =>
        {
            // pre-commit adds the names of the files that were changed and fit.
            var entry = (string)hook["entry"]!;
            Assert.StartsWith("dotnet corskit ", entry, StringComparison.Ordinal);
            Assert.Equal(1, Tool.Run([.. entry.Split(' ').Skip(2), template]).Code);
            Assert.Matches((string)hook["files"]!, "src/Api/template.yaml");
            Assert.DoesNotMatch((string)hook["files"]!, "src/Api/Program.cs");
        });
    }

    [Fact]
    public void The_table_of_codes_is_the_list_that_explain_prints() => Assert.Equal(
        Rulebook.AllHelp.Select(help => $"| {help.Code} | {help.Level.ToString().ToLowerInvariant()} | {help.Title} |"),
        Page.Text.Split('\n').Where(line => line.StartsWith("| CK", StringComparison.Ordinal)));

    /// <summary>A rule whose source is one of the pages names a heading that is there.</summary>
    [Fact]
    public void The_pages_that_rules_lead_to_are_there()
    {
        const string here = "https://github.com/corskit/corskit/blob/main/";
        var sources = Rulebook.AllHelp.Select(help => help.Source).Where(source => source.StartsWith("https://github.com/corskit/corskit", StringComparison.Ordinal) && source.Contains('#', StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(sources);
        Assert.All(sources, source =>
        {
            Assert.StartsWith(here, source, StringComparison.Ordinal);
            Assert.Contains(source.Split('#')[1], Page.Of(source[here.Length..].Split('#')[0]).Anchors);
        });
    }

    [Fact]
    public void The_table_of_targets_has_every_target()
    {
        var rows = Page.Text[Page.Text.IndexOf("| target |", StringComparison.Ordinal)..].Split('\n').Skip(2).TakeWhile(line => line.StartsWith('|'));

        Assert.Equal(Targets.Names.Order(StringComparer.Ordinal), rows.SelectMany(row => Regex.Matches(row.Split('|')[1], "`([a-z-]+)`").Select(match => match.Groups[1].Value)).Order(StringComparer.Ordinal));
    }

    /// <summary>Options in the tables and in the text, and the commands that they belong to.</summary>
    [Theory]
    [InlineData("Check", "check")]
    [InlineData("Export", "export")]
    [InlineData("Init", "init")]
    [InlineData("Probe", "probe")]
    public void Every_option_that_is_named_is_one(string heading, string command)
    {
        var help = Tool.Run(command, "--help").Output;
        var start = Page.Text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        var section = Page.Text[start..Page.Text.IndexOf("\n## ", start + 4, StringComparison.Ordinal)];
        var options = Regex.Matches(section, "`(--[a-z-]+)").Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.True(options.Count > 2);
        Assert.All(options, option => Assert.Matches($@"\n  (-\w, )?{option}[ \n]", help));
    }

    private static IEnumerable<YamlMappingNode> Mappings(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return yaml.Documents.Single().AllNodes.OfType<YamlMappingNode>();
    }

    /// <summary>The settings that a command names are those that the page shows.</summary>
    private static string Run(string folder, string line)
    {
        string[] args = [.. line.Split(' ').Select(word => File.Exists(folder + word) ? folder + word : word)];
        var (_, output, error) = Tool.Run(args);
        return (output + error).Replace(folder, "", StringComparison.Ordinal);
    }
}
