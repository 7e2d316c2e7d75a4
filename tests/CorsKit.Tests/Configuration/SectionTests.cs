using CorsKit.Configuration;
using CorsKit.Tests.Fuzz;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CorsKit.Tests.Configuration;

/// <summary>A section that is not there, is bound by the wrong call, has names that clash, or is large.</summary>
public sealed class SectionTests
{
    private const string Shop = "https://shop.example.com";
    private const string Missing = "The configuration section is missing or empty.";
    private const string Unknown = "Add it to appsettings.json with AllowOrigins at least; look for a misspelt section or a file that is not deployed.";

    public static TheoryData<string, string, string> MissingSections => new()
    {
        { "GatewayCors", "GatewayCorz:AllowOrigins", $"CORS001 GatewayCors: {Missing} There is a section \"GatewayCorz\": rename it to \"GatewayCors\", or write AddGatewayCors(builder.Configuration.GetSection(\"GatewayCorz\"))." },
        { "GatewayCors", "GateawyCors:Policies:a:AllowOrigins", $"CORS001 GatewayCors: {Missing} There is a section \"GateawyCors\": rename it to \"GatewayCors\", or write AddGatewayCors(builder.Configuration.GetSection(\"GateawyCors\"))." },
        { "GatewayCors", "Cors:AllowedOrigins", $"CORS001 GatewayCors: {Missing} There is a section \"Cors\": rename it to \"GatewayCors\", or write AddGatewayCors(builder.Configuration.GetSection(\"Cors\"))." },
        { "GatewayCors", "Sharing:AllowOrigins", $"CORS001 GatewayCors: {Missing} There is a section \"Sharing\": rename it to \"GatewayCors\", or write AddGatewayCors(builder.Configuration.GetSection(\"Sharing\"))." },
        { "GatewayCors", "Logging:LogLevel", $"CORS001 GatewayCors: {Missing} {Unknown}" },
        { "GatewayCors", "GatewayCorz", $"CORS001 GatewayCors: {Missing} {Unknown}" },
        { "Api:Cors", "Api:Crs:AllowOrigins", $"CORS001 Api:Cors: {Missing} There is a section \"Api:Crs\": rename it to \"Api:Cors\", or write AddGatewayCors(builder.Configuration.GetSection(\"Api:Crs\"))." },
        { "Cors", "Jobs:Count", $"CORS001 Cors: {Missing} {Unknown}" },
    };

    [Theory]
    [MemberData(nameof(MissingSections))]
    public void A_missing_section_names_the_one_that_was_meant(string section, string key, string failure)
    {
        var configuration = Configuration((key, Shop));

        Assert.Equal(failure, FailureOf(services => services.AddSingleton<IConfiguration>(configuration).AddGatewayCors(configuration.GetSection(section))));
        if (section == "GatewayCors")
        {
            Assert.Equal(failure, FailureOf(services => services.AddSingleton<IConfiguration>(configuration).AddGatewayCors()));
        }
    }

    [Theory]
    [InlineData("AlowOrigins", "Write \"AllowOrigins\".")]
    [InlineData("AllowOrigns", "Write \"AllowOrigins\".")]
    [InlineData("AllowHeader", "Write \"AllowHeaders\".")]
    [InlineData("MaxAgo", "Write \"MaxAge\".")]
    [InlineData("MaxAeg", "Write \"MaxAge\".")]
    public void A_misspelt_setting_names_the_one_that_was_meant(string key, string fix) =>
        Assert.EndsWith(fix, FailureOf(services => services.AddGatewayCors(Configuration(("C:AllowOrigins", Shop), ($"C:{key}", "1")).GetSection("C"))), StringComparison.Ordinal);

    /// <summary>It was compared with each setting in a table of that size.</summary>
    [Fact]
    public void A_key_that_is_long_costs_no_more_memory_than_a_few_copies_of_it()
    {
        var section = Configuration(("C:AllowOrigins", Shop), ($"C:{new string('x', 100_000)}", "1")).GetSection("C");
        var options = new GatewayCorsOptions();

        Fuzzing.Within(4_000_000, () =>
        {
            GatewayCorsSection.Read(section, options);
            return options;
        });

        Assert.Equal("CORS002", Assert.Single(options.Problems).Code);
    }

    [Fact]
    public void A_JSON_array_in_an_environment_variable_is_one_problem() => Assert.Equal(
        "CORS003 C:AllowOrigins \"[\"https://a.example\",\"https://b.example\"]\": This is a JSON array in a string, as an environment variable holds it; such a string is split at commas. "
        + "Write https://a.example,https://b.example where the setting is one string, or one item for each value.",
        FailureOf(services => services.AddGatewayCors(Configuration(("C:AllowOrigins", "[\"https://a.example\",\"https://b.example\"]")).GetSection("C"))));

    [Fact]
    public void Quotes_around_the_items_of_a_string_are_a_problem_each()
    {
        var section = Configuration(("C:AllowOrigins", Shop), ("C:AllowMethods", "'GET','PUT'")).GetSection("C");

        Assert.Equal(
            [
                "CORS030 C:AllowMethods \"'GET'\": The quotes are part of the value, and no browser sends them. Write \"GET\".",
                "CORS030 C:AllowMethods \"'PUT'\": The quotes are part of the value, and no browser sends them. Write \"PUT\".",
            ],
            Assert.Throws<OptionsValidationException>(() => GatewayCorsPolicies.Load(section)).Failures.Select(failure => failure.TrimEnd()));
    }

    private const string DefaultsName = "The default policy has this name, in any case: SelectPolicy, logs and authorizers call it so. Give it another name; to write the default policy call AddDefaultPolicy, or write its settings beside Policies.";

    public static TheoryData<Action<GatewayCorsOptions>, string> Names => new()
    {
        { cors => cors.AddDefaultPolicy(Any).AddPolicy("default", Any), $"CORS007 AddPolicy(\"default\") \"default\": {DefaultsName}" },
        { cors => cors.AddPolicy("DEFAULT", Any).AddDefaultPolicy(Any), $"CORS007 AddPolicy(\"DEFAULT\") \"DEFAULT\": {DefaultsName}" },
        { cors => cors.AddPolicy("Default", Any), $"CORS007 AddPolicy(\"Default\") \"Default\": {DefaultsName}" },
        { cors => GatewayCorsSection.Read(Configuration(("C:AllowOrigins", "*"), ("C:Policies:Default:AllowOrigins", Shop)).GetSection("C"), cors), $"CORS007 C:Policies:Default \"Default\": {DefaultsName}" },
        { cors => cors.AddPolicy("public", Any).AddPolicy("Public", Any), "CORS007 AddPolicy(\"Public\") \"Public\": There is another policy of this name (\"public\": case does not count), and policies are never merged. Remove one of the two, or give it another name." },
        { cors => cors.AddPolicy("public", Any).AddPolicy("public", Any), "CORS007 AddPolicy(\"public\") \"public\": There is another policy of this name, and policies are never merged. Remove one of the two, or give it another name." },
        { cors => cors.AddDefaultPolicy(Any).AddDefaultPolicy(Any), "CORS007 AddDefaultPolicy \"default\": There is another policy of this name, and policies are never merged. Remove one of the two, or give it another name." },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_is_one_policys_whatever_its_case(Action<GatewayCorsOptions> configure, string failure) =>
        Assert.Equal(failure, FailureOf(services => services.AddGatewayCors(configure)));

    private const string Bound = "CORS001 GatewayCorsOptions: A configuration section is bound to the options, which fills Enabled and RefreshAfter and no policy. "
        + "Write services.AddGatewayCors(section) in place of AddOptions<GatewayCorsOptions>().Bind(section) or Configure<GatewayCorsOptions>(section).";

    public static TheoryData<string, Action<IServiceCollection, IConfiguration>> Bindings => new()
    {
        { "Bind", (services, section) => services.AddGatewayCors(_ => { }).AddOptions<GatewayCorsOptions>().Bind(section) },
        { "Bind first", (services, section) => services.AddOptions<GatewayCorsOptions>().Bind(section).Services.AddGatewayCors(_ => { }) },
        { "Configure", (services, section) => services.AddGatewayCors(_ => { }).Configure<GatewayCorsOptions>(section) },
        { "BindConfiguration", (services, _) => services.AddGatewayCors(_ => { }).AddOptions<GatewayCorsOptions>().BindConfiguration("C") },
    };

    [Theory]
    [MemberData(nameof(Bindings))]
    public void A_section_that_is_bound_to_the_options_says_what_to_write(string call, Action<IServiceCollection, IConfiguration> bind)
    {
        var configuration = Configuration(("C:AllowOrigins:0", Shop));

        Assert.True(Bound == FailureOf(services => bind(services.AddSingleton<IConfiguration>(configuration), configuration.GetSection("C"))), call);
    }

    [Fact]
    public void Binding_beside_policies_goes_on_to_set_the_two_properties()
    {
        var section = Configuration(("C:Enabled", "false")).GetSection("C");
        var policies = Compile(services => services.AddGatewayCors(cors => cors.AddDefaultPolicy(Any)).Configure<GatewayCorsOptions>(section));

        Assert.False(policies.Enabled);
        Assert.False(Compile(services => services.AddGatewayCors(_ => { }).AddOptions<GatewayCorsOptions>().Bind(section)).Enabled);
    }

    public static TheoryData<string, Func<int, (string Key, string? Value)>> LargeLists => new()
    {
        { "strings", i => ($"C:AllowOrigins:{i}", $"https://shop-{i}.example.com") },
        { "nulls", i => ($"C:AllowOrigins:{i}", null) },
        { "empty strings", i => ($"C:AllowOrigins:{i}", "") },
        { "lists", i => ($"C:AllowOrigins:{i}:0", Shop) },
    };

    /// <summary>Each question for the children of a key walks through all keys: their number must not grow with the list.</summary>
    [Theory]
    [MemberData(nameof(LargeLists))]
    public void The_keys_are_walked_through_as_often_for_a_thousand_items_as_for_two(string items, Func<int, (string Key, string? Value)> item)
    {
        Assert.Equal(CountWalks(2), CountWalks(1000));

        int CountWalks(int count)
        {
            var source = new CountingSource(Enumerable.Range(0, count).Select(item).Append(("C:AllowCredentials", "true")));
            var section = new ConfigurationBuilder().Add(source).Build().GetSection("C");
            var options = new GatewayCorsOptions();
            GatewayCorsSection.Read(section, options);
            Assert.Equal(items == "lists" ? 0 : count, Assert.Single(options.Definitions).Settings.AllowOrigins.Count);
            Assert.Equal(items == "lists" ? count : 0, options.Problems.Count);
            Assert.InRange(source.Walks, 1, 20);
            return source.Walks;
        }
    }

    private sealed class CountingSource : ConfigurationProvider, IConfigurationSource
    {
        public CountingSource(IEnumerable<(string Key, string? Value)> values) => Data = values.ToDictionary(value => value.Key, value => value.Value);

        public int Walks { get; private set; }

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
        {
            Walks++;
            return base.GetChildKeys(earlierKeys, parentPath);
        }
    }

    private static void Any(GatewayCorsPolicyBuilder policy) => policy.AllowAnyOrigin();

    private static string FailureOf(Action<IServiceCollection> configure) => Assert.Single(Assert.Throws<OptionsValidationException>(() => Compile(configure)).Failures);

    private static PolicySet Compile(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        configure(services);
        return services.BuildServiceProvider().GetRequiredService<PolicyStore>().Current;
    }

    private static IConfigurationRoot Configuration(params (string Key, string? Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, value.Value))).Build();
}
