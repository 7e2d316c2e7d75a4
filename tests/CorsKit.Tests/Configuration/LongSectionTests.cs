using System.Text;
using CorsKit.Configuration;
using Microsoft.Extensions.Configuration;

namespace CorsKit.Tests.Configuration;

/// <summary>A long section, which is read in one walk, against the framework's own section.</summary>
public sealed class LongSectionTests
{
    private static readonly string[] Names =
    [
        "C", "c:AllowOrigins", "C:AllowOrigins:0", "C:AllowOrigins:1", "C:allowOrigins:2", "C:AllowOrigins:3", "C:AllowOrigins:10", "C:AllowOrigins:007", "C:AllowOrigins:0:0",
        "C:AllowOrigins:x", "C:AllowOrigins:", "C:AllowMethods", "C:AllowMethods:0", "C:AllowMethods:1", "C:AllowCredentials", "C:AllowCredentials:0", "C:MaxAge", "C:Enabled", "C:Color",
        "C:Policies", "C:Policies:a:AllowOrigins", "C:Policies:A:AllowOrigins:0", "C:Policies:a:AllowOrigins:1", "C:Policies:10:AllowOrigins", "C:Policies:9:AllowOrigins", "C:Policies:b", "C:",
        "CC:AllowOrigins", "C2",
    ];

    private static readonly string?[] Values = ["https://a.example", "https://b.example", "*", "true", "60", "", null, "GET,PUT"];

    public static TheoryData<string, Func<IEnumerable<KeyValuePair<string, string?>>, IConfigurationRoot>> Kinds => new()
    {
        { "memory", items => new ConfigurationBuilder().AddInMemoryCollection(items).Build() },
        { "JSON", items => new ConfigurationBuilder().AddJsonStream(Json(items)).Build() },
        { "a manager", Managed },
        { "chained", items => new ConfigurationBuilder().AddConfiguration(Managed(items)).Build() },
        { "beside another kind", items => new ConfigurationBuilder().AddInMemoryCollection(items).AddCommandLine(["--Other", "1"]).AddEnvironmentVariables().Build() },
    };

    /// <summary>With the root and without: the section's own is found in a field of the framework's, which may have another name one day.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_long_section_is_read_in_one_walk(string kind, Func<IEnumerable<KeyValuePair<string, string?>>, IConfigurationRoot> build)
    {
        var root = build(Enumerable.Range(0, 2000).Select(i => KeyValuePair.Create($"C:AllowOrigins:{i}", (string?)$"https://shop-{i}.example")));
        foreach (var known in new[] { root, null, new ConfigurationBuilder().Build() })
        {
            Assert.True(LongSection.Read(root.GetSection("C"), known) is LongSection, kind);
        }

        var options = new GatewayCorsOptions();
        GatewayCorsSection.Read(root.GetSection("C"), options, root);
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"https://shop-{i}.example"), Assert.Single(options.Definitions).Settings.AllowOrigins);
    }

    /// <summary>What another kind of provider has below the section is known to itself alone.</summary>
    [Fact]
    public void The_framework_reads_what_is_short_and_what_others_provide()
    {
        var items = Enumerable.Range(0, 2000).Select(i => KeyValuePair.Create($"C:AllowOrigins:{i}", (string?)$"https://shop-{i}.example")).ToList();
        foreach (var root in new[]
        {
            new ConfigurationBuilder().AddInMemoryCollection(items.Take(LongSection.Length - 1)).Build(),
            new ConfigurationBuilder().Add(new Derived(items)).Build(),
            new ConfigurationBuilder().AddInMemoryCollection(items).AddCommandLine(["--C:AllowOrigins:0", "*"]).Build(),
            new ConfigurationBuilder().AddInMemoryCollection(items).Add(new Derived([KeyValuePair.Create("C", (string?)null)])).Build(),
        })
        {
            var section = root.GetSection("C");
            Assert.Same(section, LongSection.Read(section, root));
            Assert.Same(section, LongSection.Read(section, null));
            Assert.Same(root, LongSection.Read(root, root));
        }
    }

    [Fact]
    public void It_says_what_the_frameworks_own_section_says()
    {
        var random = new Random(15);
        for (var round = 0; round < 3000; round++)
        {
            var providers = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Enumerable.Range(0, random.Next(8))
                .Select(_ => KeyValuePair.Create(Names[random.Next(Names.Length)], Values[random.Next(Values.Length)])).DistinctBy(item => item.Key, StringComparer.OrdinalIgnoreCase).ToList()).ToList();
            var builder = new ConfigurationBuilder();
            providers.ForEach(items => builder.AddInMemoryCollection(items));
            var root = builder.Build();

            Assert.True(LongSection.TryRead(root.GetSection("C"), root, 0, out var read));
            var (expected, actual) = (Describe(root.GetSection("C")), Describe(read));
            Assert.True(expected == actual, $"{string.Join(" | ", providers.Select(items => string.Join(", ", items)))}\n{expected}\n\n{actual}");
        }
    }

    /// <summary>Two spellings of a key count as one, and which is kept does not matter.</summary>
    private static string Describe(IConfiguration section)
    {
        var options = new GatewayCorsOptions();
        GatewayCorsSection.Read(section, options);
        return string.Join('\n', options.Problems.Select(problem => $"{problem}")
            .Concat(options.Definitions.Select(definition => $"{definition.Name} {definition.Path} {string.Join(" ", PolicySetting.All.Select(setting => setting.Get(definition.Settings)).Select(value => value is IList<string> list ? $"[{string.Join('|', list)}]" : $"{value}"))}"))
            .Append($"{options.Enabled}")).ToUpperInvariant();
    }

    private static ConfigurationManager Managed(IEnumerable<KeyValuePair<string, string?>> items)
    {
        var manager = new ConfigurationManager();
        manager.AddInMemoryCollection(items);
        return manager;
    }

    private static MemoryStream Json(IEnumerable<KeyValuePair<string, string?>> items) =>
        new(Encoding.UTF8.GetBytes($$"""{ "C": { "AllowOrigins": [{{string.Join(',', items.Select(item => $"\"{item.Value}\""))}}] } }"""));

    private sealed class Derived : ConfigurationProvider, IConfigurationSource
    {
        public Derived(IEnumerable<KeyValuePair<string, string?>> items) => Data = items.ToDictionary();

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
    }
}
