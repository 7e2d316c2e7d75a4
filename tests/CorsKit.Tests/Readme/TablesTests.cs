using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using CorsKit.Diagnostics;
using CorsKit.Policies;
using CorsKit.Tests.Origins;
using CorsKit.Tests.Policies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CorsKit.Tests.Readme;

/// <summary>The tables of CorsKit's page have every setting, code, reason, counter and warning that there is.</summary>
public sealed partial class TablesTests
{
    private static readonly Page Page = Page.Of("src/CorsKit/README.md");

    /// <summary>The examples that are settings.</summary>
    public static TheoryData<string, string> Examples
    {
        get
        {
            var examples = new TheoryData<string, string>();
            foreach (var row in Errors().Matches(Page.Text).Where(row => row.Groups["example"].Value.StartsWith("`\"", StringComparison.Ordinal)))
            {
                examples.Add(row.Groups["code"].Value, row.Groups["example"].Value.Trim('`'));
            }

            return examples;
        }
    }

    /// <summary>What the page says of patterns and schemes is in the table that the engine, Browser, check and export are held to.</summary>
    [Fact]
    public void The_patterns_are_forms_of_the_shared_table()
    {
        var section = Page.Text[Page.Text.IndexOf("### Patterns", StringComparison.Ordinal)..Page.Text.IndexOf("### Named policies", StringComparison.Ordinal)];
        var forms = Regex.Matches(section, "`(\\*|[a-z-]+://[^`]+|)`").Select(match => match.Groups[1].Value).ToList();
        string[] whole = [.. OriginRow.Items.Select(row => row.Item).Where(item => item.Contains('*') && !item.EndsWith("github.io", StringComparison.Ordinal) && !item.EndsWith("team.example.com:*", StringComparison.Ordinal))];

        Assert.Empty(forms.Except(OriginRow.Items.Select(row => row.Item)));
        Assert.Empty(whole.Except(forms));
    }

    [Fact]
    public void The_errors_have_every_code_once_in_order()
    {
        var codes = typeof(ProblemCode).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(codes.Order(StringComparer.Ordinal), Errors().Matches(Page.Text).Select(row => row.Groups["code"].Value));
        Assert.True(Examples.Count > 20);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_example_of_an_error_gives_it(string code, string example)
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "GatewayCors": { {{example}} } }"""))).Build();

        var exception = Assert.Throws<OptionsValidationException>(() => GatewayCorsPolicies.Load(configuration.GetSection("GatewayCors")));

        Assert.Contains(exception.Failures, failure => failure.Contains($"{code} GatewayCors", StringComparison.Ordinal));
    }

    [Fact]
    public void The_problem_that_is_shown_is_the_one_that_is_reported() => Assert.Equal(
        Assert.Single(Settings.Of("https://shop.example.com/").Problems()).At("GatewayCors").ToString(),
        Page.Blocks.Single(block => block is { Mark: "output", Name: "problem" }).Text);

    [Fact]
    public void The_settings_are_all_there_with_their_defaults()
    {
        var documented = Regex.Matches(Page.Text, @"^\| `(\w+)` \| (list|boolean|seconds|sections) \|", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
        var settings = typeof(GatewayCorsPolicySettings).GetProperties().Select(property => property.Name).Append(nameof(GatewayCorsOptions.Enabled)).Append("Policies");

        Assert.Equal(settings.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        var unset = new GatewayCorsPolicySettings();
        Assert.False(unset.AllowCredentials || unset.DangerouslyAllowInsecureOrigins || unset.DangerouslyAllowPublicSuffixes);
        Assert.True(new GatewayCorsOptions().Enabled);
        Assert.Equal("7200", Settings.Of("*").Compile().EvaluatePreflight("https://shop.example.com", "GET", default).MaxAge);
    }

    [Fact]
    public void The_settings_of_a_source_are_all_there_with_their_defaults()
    {
        var section = Section("A rule in code, or a store");
        var unset = new OriginSourceOptions();

        foreach (var property in typeof(OriginSourceOptions).GetProperties())
        {
            var value = property.GetValue(unset) switch
            {
                TimeSpan { TotalSeconds: >= 60 } minutes => $"{minutes.TotalMinutes} minute{(minutes.TotalMinutes > 1 ? "s" : "")}",
                TimeSpan seconds => $"{seconds.TotalSeconds} second{(seconds.TotalSeconds > 1 ? "s" : "")}",
                var number => FormattableString.Invariant($"{number:#,0}"),
            };
            Assert.Contains($"\n| `{property.Name}` | {value} |", section, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_reasons_are_those_of_logs_and_metrics()
    {
        var section = Section("Why was it refused?");
        string[] counted = ["allowed", "no-origin"];

        Assert.Equal(
            Enum.GetValues<CorsReason>().Select(CorsReasonNames.Code).Except(counted).Order(StringComparer.Ordinal),
            Regex.Matches(section, @"^\| `([\w-]+)` \|", RegexOptions.Multiline).Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.All(counted, result => Assert.Contains($"`{result}`", section, StringComparison.Ordinal));
    }

    [Fact]
    public void The_warnings_and_errors_of_the_log_are_all_there()
    {
        var logged = typeof(Log).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .Where(message => message is { Level: >= LogLevel.Warning })
            .OrderBy(message => message!.EventId)
            .Select(message => $"{message!.EventId} | {message.Level}");

        Assert.Equal(logged, Regex.Matches(Section("Logs and metrics"), @"^\| (\d+ \| (Warning|Error)) \|", RegexOptions.Multiline).Select(row => row.Groups[1].Value));
    }

    [Fact]
    public void The_results_of_counters_are_those_that_are_counted()
    {
        var section = Section("Logs and metrics");
        foreach (var (counter, results) in new (string, Type)[] { ("corskit.origin.lookups", typeof(OriginLookupCounter)), ("corskit.policy.reloads", typeof(ReloadCounter)) })
        {
            var source = Repository.Read($"src/CorsKit/Diagnostics/{results.Name}.cs");
            var codes = Regex.Matches(source, "=> \"([a-z-]+)\"").Select(match => $"`{match.Groups[1].Value}`");
            var row = section.Split('\n').Single(line => line.StartsWith($"| `{counter}` |", StringComparison.Ordinal));
            Assert.Equal(codes.Order(StringComparer.Ordinal), Regex.Matches(row[(row.IndexOf("corskit.result", StringComparison.Ordinal) + 16)..], "`[a-z-]+`").Select(match => match.Value).Order(StringComparer.Ordinal));
        }
    }

    private static string Section(string heading)
    {
        var start = Page.Text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, heading);
        var end = Page.Text.IndexOf("\n## ", start + 4, StringComparison.Ordinal);
        return end < 0 ? Page.Text[start..] : Page.Text[start..end];
    }

    [GeneratedRegex(@"^\| (?<code>CORS0\d{2}) \| (?<example>.*?) \| .+ \|$", RegexOptions.Multiline)]
    private static partial Regex Errors();
}
