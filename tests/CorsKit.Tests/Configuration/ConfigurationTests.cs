using System.Text;
using CorsKit.Configuration;
using CorsKit.Origins;
using CorsKit.Tests.Hosts;
using CorsKit.Tests.Policies;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CorsKit.Tests.Configuration;

/// <summary>From appsettings.json, environment variables and code to policies, or to every problem at once.</summary>
public sealed class ConfigurationTests
{
    private const string Shop = "https://shop.example.com";

    private const string Readme = """
        {
          "GatewayCors": {
            "AllowOrigins": ["https://shop.example.com", "https://*.preview.example.com", "http://localhost:*"],
            "AllowMethods": ["GET", "PUT"],
            "AllowHeaders": ["content-type", "authorization"],
            "ExposeHeaders": ["etag"],
            "AllowCredentials": true,
            "MaxAge": 7200,
            "Policies": { "public": { "AllowOrigins": ["*"], "AllowMethods": ["GET"] } }
          }
        }
        """;

    [Fact]
    public void A_section_is_read_with_its_named_policies()
    {
        var policies = Load(Readme);

        Assert.Equal(
            "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: http://localhost:5173\nAccess-Control-Expose-Headers: etag\nVary: Origin",
            policies.Default!.Policy.EvaluateOrigin("http://localhost:5173").Lines());
        Assert.Equal(
            "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Headers: content-type,authorization\nAccess-Control-Allow-Methods: GET,PUT\nAccess-Control-Allow-Origin: https://shop.example.com\nAccess-Control-Max-Age: 7200\nVary: Origin",
            policies.Default.Policy.EvaluatePreflight(Shop, "PUT", default).Lines());
        Assert.True(policies.TryFind("PUBLIC", out var named));
        Assert.Equal("Access-Control-Allow-Origin: *", named.Policy.EvaluateOrigin(Shop).Lines());
        Assert.True(policies.Enabled);
    }

    [Theory]
    [InlineData("https://a.example,https://b.example")]
    [InlineData(" https://a.example , https://b.example ")]
    public void A_list_may_be_one_string_with_commas(string value)
    {
        var policies = Load("{}", ("GatewayCors:AllowOrigins", value));

        Assert.True(policies.Default!.Policy.EvaluateOrigin("https://a.example").IsAllowed);
        Assert.True(policies.Default.Policy.EvaluateOrigin("https://b.example").IsAllowed);
    }

    [Fact]
    public void Keys_and_values_are_read_as_the_environment_spells_them()
    {
        var policies = Load("{}",
            ("gatewaycors:alloworigins", Shop), ("GATEWAYCORS:ALLOWCREDENTIALS", "True"), ("GatewayCors:MaxAge", "-1"), ("GatewayCors:ExposeHeaders", ""));

        var answer = policies.Default!.Policy.EvaluatePreflight(Shop, "GET", default);
        Assert.Equal(("true", "0"), (answer.Origin.AllowCredentials, answer.MaxAge));
    }

    [Fact]
    public void The_two_dangerous_switches_are_settings_too()
    {
        var policies = Load("""
            { "GatewayCors": { "AllowOrigins": ["http://shop.example.com", "https://*.github.io"], "AllowCredentials": true,
              "DangerouslyAllowInsecureOrigins": true, "DangerouslyAllowPublicSuffixes": true } }
            """);

        Assert.True(policies.Default!.Policy.EvaluateOrigin("http://shop.example.com").IsAllowed);
        Assert.True(policies.Default.Policy.EvaluateOrigin("https://me.github.io").IsAllowed);
    }

    [Fact]
    public void One_item_of_a_list_can_be_replaced_by_its_index()
    {
        var policies = Load(Readme, ("GatewayCors:AllowOrigins:0", "https://new.example.com"));

        Assert.True(policies.Default!.Policy.EvaluateOrigin("https://new.example.com").IsAllowed);
        Assert.False(policies.Default.Policy.EvaluateOrigin(Shop).IsAllowed);
        Assert.True(policies.Default.Policy.EvaluateOrigin("http://localhost:1").IsAllowed);
    }

    [Fact]
    public void Enabled_false_alone_is_enough()
    {
        Assert.False(Load("""{ "GatewayCors": { "Enabled": false } }""").Enabled);
    }

    public static TheoryData<string, string[]> Problems => new()
    {
        { "{}", ["CORS001 GatewayCors: The configuration section is missing or empty. Add it to appsettings.json with AllowOrigins at least; look for a misspelt section or a file that is not deployed."] },
        { """{ "GatewayCors": {} }""", ["CORS001 GatewayCors: The configuration section is missing or empty. Add it to appsettings.json with AllowOrigins at least; look for a misspelt section or a file that is not deployed."] },
        { """{ "GatewayCors": "" }""", ["CORS001 GatewayCors: The configuration section is missing or empty. Add it to appsettings.json with AllowOrigins at least; look for a misspelt section or a file that is not deployed."] },
        { """{ "GatewayCors": "https://a.example" }""", ["CORS003 GatewayCors \"https://a.example\": The section is a string, and it holds settings. Write \"GatewayCors\": { \"AllowOrigins\": … }."] },
        { """{ "GatewayCors": { "Enabled": true } }""", ["CORS001 GatewayCors: No policy is configured, so no page of another origin could read a response. Fill the section \"GatewayCors\" (AllowOrigins at least) or call AddDefaultPolicy; set Enabled to false if the front door owns CORS."] },
        { """{ "GatewayCors": { "AllowOrigins": [] } }""", ["CORS010 GatewayCors:AllowOrigins: A policy allows at least one origin. List the origins of the pages that call this API, for example \"https://shop.example.com\"; \"*\" means any origin."] },
        { """{ "GatewayCors": { "AllowMethods": ["GET"] } }""", ["CORS010 GatewayCors:AllowOrigins: A policy allows at least one origin. List the origins of the pages that call this API, for example \"https://shop.example.com\"; \"*\" means any origin."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "AllowedOrigins": ["*"] } }""", ["CORS002 GatewayCors \"AllowedOrigins\": There is no such setting. Write \"AllowOrigins\"."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "Origin": "*" } }""", ["CORS002 GatewayCors \"Origin\": There is no such setting. Write \"AllowOrigins\"."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "Plices": "red" } }""", ["CORS002 GatewayCors \"Plices\": There is no such setting. Write \"Policies\"."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "Palizeis": "red" } }""", ["CORS002 GatewayCors \"Palizeis\": There is no such setting. The settings are AllowOrigins, AllowMethods, AllowHeaders, ExposeHeaders, AllowCredentials, MaxAge, DangerouslyAllowInsecureOrigins, DangerouslyAllowPublicSuffixes, Enabled, Policies."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "MaxAeg": "red" } }""", ["CORS002 GatewayCors \"MaxAeg\": There is no such setting. Write \"MaxAge\"."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "aMxAeg": "red" } }""", ["CORS002 GatewayCors \"aMxAeg\": There is no such setting. The settings are AllowOrigins, AllowMethods, AllowHeaders, ExposeHeaders, AllowCredentials, MaxAge, DangerouslyAllowInsecureOrigins, DangerouslyAllowPublicSuffixes, Enabled, Policies."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "MxAge": "red" } }""", ["CORS002 GatewayCors \"MxAge\": There is no such setting. Write \"MaxAge\"."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "MxAg": "red" } }""", ["CORS002 GatewayCors \"MxAg\": There is no such setting. The settings are AllowOrigins, AllowMethods, AllowHeaders, ExposeHeaders, AllowCredentials, MaxAge, DangerouslyAllowInsecureOrigins, DangerouslyAllowPublicSuffixes, Enabled, Policies."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "Color": "red" } }""", ["CORS002 GatewayCors \"Color\": There is no such setting. The settings are AllowOrigins, AllowMethods, AllowHeaders, ExposeHeaders, AllowCredentials, MaxAge, DangerouslyAllowInsecureOrigins, DangerouslyAllowPublicSuffixes, Enabled, Policies."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "Policies": { "p": { "AllowOrigins": ["*"], "Enabled": true } } } }""", ["CORS002 GatewayCors:Policies:p \"Enabled\": There is no such setting. The settings are AllowOrigins, AllowMethods, AllowHeaders, ExposeHeaders, AllowCredentials, MaxAge, DangerouslyAllowInsecureOrigins, DangerouslyAllowPublicSuffixes."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "Policies": "public" } }""", ["CORS003 GatewayCors:Policies \"public\": Policies holds a section for each named policy. Write \"Policies\": { \"public\": { \"AllowOrigins\": [\"*\"] } }."] },
        { """{ "GatewayCors": { "AllowOrigins": ["https://a.example"], "AllowCredentials": "yes" } }""", ["CORS003 GatewayCors:AllowCredentials \"yes\": The value is neither true nor false. Write true or false."] },
        { """{ "GatewayCors": { "AllowOrigins": ["https://a.example"], "AllowCredentials": [true] } }""", ["CORS003 GatewayCors:AllowCredentials \"\": The value is neither true nor false. Write true or false."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "MaxAge": "2h" } }""", ["CORS003 GatewayCors:MaxAge \"2h\": The value is not a whole number. Write a number of seconds, for example 7200."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "MaxAge": [1] } }""", ["CORS003 GatewayCors:MaxAge \"\": The value is not a whole number. Write a number of seconds, for example 7200."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "MaxAge": 1.5 } }""", ["CORS003 GatewayCors:MaxAge \"1.5\": The value is not a whole number. Write a number of seconds, for example 7200."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "Enabled": "on" } }""", ["CORS003 GatewayCors:Enabled \"on\": The value is neither true nor false. Write true or false."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "AllowMethods": [["GET"]] } }""", ["CORS003 GatewayCors:AllowMethods:0: A list holds plain strings. Write [\"one\", \"two\"], or one string with commas."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "AllowMethods": { "get": "GET" } } }""", ["CORS003 GatewayCors:AllowMethods:get \"GET\": A list holds plain strings. Write [\"one\", \"two\"], or one string with commas."] },
        { """{ "GatewayCors": { "AllowOrigins": ["*"], "AllowMethods": ["GET", null, ""] } }""", ["CORS005 GatewayCors:AllowMethods \"\": An item is empty. Remove it; look for a stray comma or an unset variable.", "CORS005 GatewayCors:AllowMethods \"\": An item is empty. Remove it; look for a stray comma or an unset variable."] },
        { """{ "GatewayCors": { "AllowOrigins": "https://a.example,,https://b.example" } }""", ["CORS005 GatewayCors:AllowOrigins \"\": An item is empty. Remove it; look for a stray comma or an unset variable."] },
        { """{ "GatewayCors": { "AllowOrigins": ["https://a.example,https://b.example"] } }""", ["CORS006 GatewayCors:AllowOrigins \"https://a.example,https://b.example\": An item holds one value, and this has a comma. Write one item for each value; only a setting that is a single string is split at commas."] },
        { """{ "GatewayCors": { "Policies": { "p": { "AllowOrigins": ["https://a.example/"] } } } }""", ["CORS011 GatewayCors:Policies:p:AllowOrigins \"https://a.example/\": An origin ends after its host and port: no user info, path, query, fragment or trailing slash. Write \"https://a.example\"."] },
        { """{ "GatewayCors": { "Policies": { "p": {} } } }""", ["CORS010 GatewayCors:Policies:p:AllowOrigins: A policy allows at least one origin. List the origins of the pages that call this API, for example \"https://shop.example.com\"; \"*\" means any origin."] },
    };

    [Theory]
    [MemberData(nameof(Problems))]
    public void What_cannot_be_right_is_a_problem_and_never_silence(string json, string[] failures)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Load(json));

        Assert.Equal(failures, exception.Failures.Select(failure => failure.TrimEnd()));
    }

    [Fact]
    public void A_whole_configuration_in_place_of_its_section_is_one_problem()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Compile(services => services.AddGatewayCors(Json(Readme))));

        Assert.Equal(
            "CORS001 GatewayCors: AddGatewayCors was given a whole configuration, and none of its keys is a setting. Give it the section: AddGatewayCors(builder.Configuration.GetSection(\"GatewayCors\")), or AddGatewayCors() for that one.",
            Assert.Single(exception.Failures));
    }

    [Fact]
    public void A_null_is_a_setting_left_unset()
    {
        var policies = Load("""{ "GatewayCors": { "AllowOrigins": ["https://a.example"], "AllowCredentials": null, "MaxAge": null, "Enabled": null } }""");

        Assert.Equal(("7200", null), (policies.Default!.Policy.EvaluatePreflight("https://a.example", "GET", default).MaxAge, policies.Default.Policy.EvaluateOrigin("https://a.example").AllowCredentials));
    }

    [Fact]
    public void A_list_in_the_file_and_a_string_in_the_environment_would_both_count()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Load(Readme, ("GatewayCors:AllowOrigins", "https://new.example.com")));

        Assert.Equal(
            "CORS004 GatewayCors:AllowOrigins \"https://new.example.com\": The setting is a list in one place and a string in another (appsettings.json and the environment, say), and both would count. "
                + "Keep one. To override a whole list from the environment, write it as a string in appsettings.json too.",
            Assert.Single(exception.Failures));
    }

    [Fact]
    public void A_string_in_the_environment_replaces_a_whole_string_in_the_file()
    {
        var policies = Load("""{ "GatewayCors": { "AllowOrigins": "https://a.example,https://b.example" } }""", ("GatewayCors:AllowOrigins", "https://new.example.com"));

        Assert.True(policies.Default!.Policy.EvaluateOrigin("https://new.example.com").IsAllowed);
        Assert.False(policies.Default.Policy.EvaluateOrigin("https://a.example").IsAllowed);
    }

    [Fact]
    public void Every_problem_of_every_policy_is_in_one_exception()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Compile(services => services
            .AddGatewayCors(Section("""{ "AllowOrigins": ["null"], "Nonsense": 1, "Policies": { "p": { "AllowOrigins": ["*"], "AllowCredentials": true } } }"""))
            .AddGatewayCors(cors => cors
                .AddDefaultPolicy(p => p.AllowOrigins(Shop).MaxAge(TimeSpan.FromSeconds(0.5)))
                .AddPolicy("P", p => p.AllowOrigins(Shop).AllowMethods("TRACE")))));

        Assert.Equal(
            ["CORS002", "CORS050", "CORS012", "CORS020", "CORS007", "CORS031", "CORS007"],
            exception.Failures.Select(failure => failure[..7]));
        Assert.Contains("CORS050 AddDefaultPolicy:MaxAge \"00:00:00.5000000\": The preflight cache is set in whole seconds", exception.Message, StringComparison.Ordinal);
        Assert.Contains("CORS007 AddPolicy(\"P\") \"P\": There is another policy of this name", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_of_AddGatewayCors_add_up_and_the_same_section_counts_once()
    {
        var policies = Compile(services => services
            .AddSingleton<IConfiguration>(Json(Readme))
            .AddGatewayCors().AddGatewayCors()
            .AddGatewayCors(cors => cors.AddPolicy("code", p => p.AllowOrigins("https://code.example"))));

        Assert.NotNull(policies.Default);
        Assert.True(policies.TryFind("public", out _));
        Assert.True(policies.TryFind("code", out _));
    }

    [Fact]
    public void The_builder_writes_every_setting()
    {
        var policies = Compile(services => services.AddGatewayCors(cors => cors
            .AddDefaultPolicy(p => p
                .AllowOrigins("http://shop.example.com").AllowOrigins("https://*.github.io").AllowAnyMethod().AllowAnyHeader()
                .ExposeHeaders("etag").AllowCredentials().MaxAge(TimeSpan.FromMinutes(1)).DangerouslyAllowInsecureOrigins().DangerouslyAllowPublicSuffixes())
            .AddPolicy("any", p => p.AllowAnyOrigin().AllowAnyHeader().MaxAge(TimeSpan.FromSeconds(-1)))));

        var answer = policies.Default!.Policy.EvaluatePreflight("http://shop.example.com", "DELETE", "authorization,x-a");
        Assert.Equal(
            "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Headers: authorization,x-a\nAccess-Control-Allow-Methods: DELETE\nAccess-Control-Allow-Origin: http://shop.example.com\nAccess-Control-Max-Age: 60\nVary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
            answer.Lines());
        Assert.True(policies.Default.Policy.EvaluateOrigin("https://me.github.io").IsAllowed);
        Assert.True(policies.TryFind("any", out var any));
        Assert.Equal(
            "Access-Control-Allow-Headers: *,authorization\nAccess-Control-Allow-Origin: *\nAccess-Control-Max-Age: 0",
            any.Policy.EvaluatePreflight(Shop, "GET", "authorization").Lines());
    }

    public static TheoryData<CorsPolicy, string> FrameworkPolicies => new()
    {
        {
            new CorsPolicyBuilder().WithOrigins(Shop).WithMethods("PUT").WithHeaders("X-A").WithExposedHeaders("ETag").AllowCredentials().SetPreflightMaxAge(TimeSpan.FromMinutes(5)).Build(),
            "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Headers: x-a\nAccess-Control-Allow-Methods: PUT\nAccess-Control-Allow-Origin: https://shop.example.com\nAccess-Control-Max-Age: 300\nVary: Origin"
        },
        {
            new CorsPolicyBuilder().AllowAnyOrigin().AllowAnyMethod().AllowAnyHeader().Build(),
            "Access-Control-Allow-Headers: *,authorization\nAccess-Control-Allow-Methods: *\nAccess-Control-Allow-Origin: *\nAccess-Control-Max-Age: 7200"
        },
        {
            new CorsPolicyBuilder().WithOrigins("https://*.example.com").SetIsOriginAllowedToAllowWildcardSubdomains().Build(),
            "Access-Control-Allow-Origin: https://shop.example.com\nAccess-Control-Max-Age: 7200\nVary: Origin"
        },
    };

    [Theory]
    [MemberData(nameof(FrameworkPolicies))]
    public void A_policy_of_the_framework_is_taken_over(CorsPolicy policy, string preflight)
    {
        var policies = Compile(services => services.AddGatewayCors(cors => cors.AddDefaultPolicy(p => p.FromCorsPolicy(policy))));

        Assert.Equal(preflight, policies.Default!.Policy.EvaluatePreflight(Shop, "PUT", default).Lines());
    }

    [Fact]
    public void A_policy_of_the_framework_adds_to_what_was_said_before()
    {
        var policy = new CorsPolicyBuilder().WithOrigins(Shop).WithExposedHeaders("ETag").AllowCredentials().Build();
        var verdict = Compile(services => services.AddGatewayCors(cors => cors.AddDefaultPolicy(p => p.AllowCredentials().ExposeHeaders("X-A").FromCorsPolicy(policy)))).Default!.Policy.EvaluateOrigin(Shop);

        Assert.Equal(("true", "x-a,etag"), (verdict.AllowCredentials, verdict.ExposeHeaders));
    }

    public static TheoryData<CorsPolicy> FrameworkPoliciesWithDelegates =>
    [
        new CorsPolicyBuilder().SetIsOriginAllowed(_ => true).WithOrigins(Shop).Build(),
        new CorsPolicyBuilder().WithOrigins(Shop).SetIsOriginAllowed(new HashSet<string> { Shop }.Contains).Build(),
        new CorsPolicy { IsOriginAllowed = null!, Origins = { Shop } },
        BoundToItself(),
    ];

    [Theory]
    [MemberData(nameof(FrameworkPoliciesWithDelegates))]
    public void A_policy_of_the_framework_that_decides_in_code_is_refused(CorsPolicy policy)
    {
        var exception = Assert.Throws<OptionsValidationException>(() =>
            Compile(services => services.AddGatewayCors(cors => cors.AddDefaultPolicy(p => p.FromCorsPolicy(policy)))));

        Assert.StartsWith("CORS008 AddDefaultPolicy:FromCorsPolicy: ", Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    /// <summary>What it says to do is done: the delegate goes where its answers are remembered.</summary>
    [Fact]
    public async Task The_delegate_of_a_policy_of_the_framework_becomes_AllowOriginsFrom()
    {
        var policy = new CorsPolicyBuilder().SetIsOriginAllowed(origin => origin == Shop).WithMethods("PUT").AllowCredentials();
        var problem = new GatewayCorsOptions().AddDefaultPolicy(p => p.AllowOrigins(Shop).FromCorsPolicy(policy.Build())).Compile().Problems.Single();
        Assert.Equal(
            "CORS008 AddDefaultPolicy:FromCorsPolicy: The CorsPolicy decides about origins in code (SetIsOriginAllowed), so what it allows cannot be known. "
            + $"List the origins with AllowOrigins, with patterns such as \"https://*.example.com\". {OriginFault.RuleInCode} An endpoint then names that policy with RequireGatewayCors.",
            problem.ToString());

        var rest = new CorsPolicyBuilder().WithMethods("PUT").AllowCredentials().Build();
        await using var host = TestHost.Start(
            HostKind.TestServer,
            cors => cors.AddPolicy("rule", p => p.FromCorsPolicy(rest).AllowOriginsFrom((origin, context, cancellationToken) => origin == Shop)),
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", () => "orders").RequireGatewayCors("rule");
            },
            b => b.Services.AddStoppedClock());
        (await host.GetAsync("/orders", Shop)).ShouldBe(200, $"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: {Shop}\nVary: Origin");
        (await host.GetAsync("/orders", "https://evil.example")).ShouldBe(200, "Vary: Origin");
    }

    /// <summary>A policy whose own delegate is bound to it, as the framework's are.</summary>
    private static CorsPolicy BoundToItself()
    {
        var policy = new CorsPolicyBuilder().WithOrigins(Shop).Build();
        policy.IsOriginAllowed = policy.AllowsAll;
        return policy;
    }

    private static PolicySet Load(string json, params (string Key, string Value)[] environment) =>
        Compile(services => services.AddSingleton<IConfiguration>(Json(json, environment)).AddGatewayCors());

    private static PolicySet Compile(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection();
        configure(services);
        return services.BuildServiceProvider().GetRequiredService<PolicyStore>().Current;
    }

    private static IConfigurationRoot Json(string json, params (string Key, string Value)[] environment) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)))
        .AddInMemoryCollection(environment.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)))
        .Build();

    private static IConfigurationRoot Section(string json) => Json(json);
}

internal static class BoundDelegate
{
    public static bool AllowsAll(this CorsPolicy policy, string origin) => policy.Origins.Count > 0 && origin.Length > 0;
}
