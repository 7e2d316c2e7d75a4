using System.Text;
using CorsKit.Tests;
using CorsKit.Tests.Readme;
using CsCheck;

namespace CorsKit.Tool.Tests;

/// <summary>Whatever stands in a file: findings, or a reason why it cannot be used; never the tool's own fault, and no more text than there is to say.</summary>
[Trait("Lane", "fuzz")]
public sealed class TemplateProperties : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_YAML_template_is_checked_or_refused() => Fuzz.Run(Fuzz.Mutated(Seeds(".yaml")), text => Check("template.yaml", text));

    [Fact]
    public void A_JSON_template_or_plan_is_checked_or_refused() => Fuzz.Run(Fuzz.MutatedJson(Seeds(".json")), text => Check("template.json", text));

    public void Dispose() => _folder.Dispose();

    /// <summary>The templates of the corpus and of the samples, of a size that a page of text has.</summary>
    private static string[] Seeds(string extension)
    {
        var folders = new[] { Tool.Templates, Path.Combine(Repository.Root, "samples") };
        string[] seeds = [.. folders.SelectMany(folder => Directory.GetFiles(folder, "*" + extension, SearchOption.AllDirectories))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) || file.StartsWith(Tool.Templates, StringComparison.Ordinal)).Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(File.ReadAllText).Where(text => text.Length < 20_000)];
        Assert.True(seeds.Length > 5, $"{seeds.Length} seeds");
        return seeds;
    }

    private void Check(string name, string text)
    {
        var file = Path.Combine(_folder.Path, name);
        File.WriteAllBytes(file, Encoding.UTF8.GetBytes(text)); // half a surrogate pair becomes U+FFFD

        var before = GC.GetAllocatedBytesForCurrentThread();
        var (code, output, error) = Tool.Run("check", file, "--format", "json");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);

        Assert.InRange(code, 0, 2);
        Assert.Equal("", error);
        using var json = System.Text.Json.JsonDocument.Parse(output);
        Assert.Equal(code == 2, json.RootElement.GetProperty("unusable").GetArrayLength() > 0);
        Assert.DoesNotContain("   at CorsKit", output, StringComparison.Ordinal);
        Assert.True(output.Length < 100_000 + (20 * text.Length), $"{output.Length} characters are said of {text.Length}");
    }
}
