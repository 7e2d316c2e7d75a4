using System.Text.Json;
using System.Text.Json.Nodes;
using CorsKit.Configuration;
using CorsKit.Tests.Origins;
using CorsKit.Tests.Readme;
using Json.Schema;

namespace CorsKit.Tests.Configuration;

/// <summary>The JSON schema of the section, with which editors complete and explain appsettings.json, says what the engine says.</summary>
public sealed class SchemaTests
{
    private static readonly string Text = Repository.Read("src/CorsKit/ConfigurationSchema.json");
    private static readonly JsonSchema Schema = JsonSchema.FromText(Text);
    private static readonly JsonObject Section = JsonNode.Parse(Text)!["properties"]!["GatewayCors"]!.AsObject();

    /// <summary>What a schema cannot say of one file, and why.</summary>
    private static readonly Dictionary<string, string> Unsaid = new()
    {
        ["CORS001"] = "the section may stand in another file or be misspelt",
        ["CORS004"] = "the string stands in the environment",
        ["CORS008"] = "is C#",
        ["CORS010"] = "the origins may stand in another file, or in the environment",
        ["CORS022"] = "which hosts are loopback, with credentials alone",
        ["CORS023"] = "needs the Public Suffix List",
        ["CORS060"] = "is C#",
        ["CORS061"] = "is C#",
        ["CORS062"] = "is C#",
        ["CORS063"] = "is C#",
        ["CORS070"] = "is C#",
        ["CORS071"] = "is C#",
        ["CORS072"] = "is C#",
        ["CORS073"] = "is C#",
    };

    public static TheoryData<string, string> Errors => TablesTests.Examples;

    /// <summary>Settings in JSON on every page.</summary>
    public static TheoryData<string, string> Blocks
    {
        get
        {
            var blocks = new TheoryData<string, string>();
            foreach (var block in Page.All.SelectMany(page => page.Blocks).Where(block => block is { Mark: "code", Language: "json" }))
            {
                blocks.Add(block.Place, block.Text);
            }

            return blocks;
        }
    }

    /// <summary>The one table of settings: each with a description that says its default, its bounds and an example, for the default policy and for named ones alike.</summary>
    [Fact]
    public void Each_setting_is_explained()
    {
        var root = Section["properties"]!.AsObject();
        var named = root["Policies"]!["additionalProperties"]!["properties"]!.AsObject();

        Assert.Equal(PolicySetting.All.Select(setting => setting.Name).Append("Enabled").Append("Policies"), root.Select(property => property.Key));
        Assert.Equal(PolicySetting.All.Select(setting => setting.Name), named.Select(property => property.Key));
        foreach (var (name, setting) in root)
        {
            var description = (string)setting!["description"]!;
            Assert.Contains(" Default: ", description, StringComparison.Ordinal);
            Assert.EndsWith(".", description, StringComparison.Ordinal);
            Assert.NotEmpty(setting["examples"]!.AsArray());
            Assert.All(setting["examples"]!.AsArray(), example => Assert.True(IsValid(name, example), $"{name}: {example}"));
            if (named.ContainsKey(name))
            {
                Assert.Equal(setting.ToJsonString(), named[name]!.ToJsonString());
            }
        }

        var unset = new GatewayCorsPolicySettings();
        foreach (var setting in PolicySetting.All)
        {
            var said = named[setting.Name]!["default"]?.ToJsonString();
            Assert.Equal((setting.Name, setting.Get(unset) switch { bool on => on ? "true" : "false", null => "7200", _ when setting.Name == "AllowOrigins" => null, _ => "[]" }), (setting.Name, said));
        }
    }

    [Fact]
    public void The_bounds_are_those_of_the_engine()
    {
        var maxAge = Section["properties"]!["MaxAge"]!;
        var (least, most) = ((int)maxAge["minimum"]!, (int)maxAge["maximum"]!);

        foreach (var (value, isIn) in new[] { (least - 1, false), (least, true), (most, true), (most + 1, false) })
        {
            Assert.Equal((value, isIn), (value, GatewayCorsPolicy.TryCreate(new() { AllowOrigins = ["*"], MaxAge = value }, out _, out _)));
            Assert.Equal((value, isIn), (value, IsValid("MaxAge", value)));
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void The_settings_of_the_pages_are_accepted(string place, string json) => Assert.True(IsValid(JsonNode.Parse(json)!), place);

    [Theory]
    [InlineData("samples/OrdersApi")]
    [InlineData("samples/OrdersApi.Controllers")]
    [InlineData("src/CorsKit.Templates/templates/corskit-api/CorsKit-Api")]
    public void The_settings_of_the_samples_are_accepted(string folder)
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, folder), "appsettings*.json");

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(IsValid(JsonNode.Parse(File.ReadAllText(file), null, new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip })!), file));
    }

    /// <summary>Each problem that the page has an example of is refused, or it is named above.</summary>
    [Theory]
    [MemberData(nameof(Errors))]
    public void What_the_engine_refuses_the_schema_refuses(string code, string example) =>
        Assert.Equal((code, example, Unsaid.ContainsKey(code)), (code, example, IsValid(JsonNode.Parse($$"""{ "GatewayCors": { {{example}} } }""")!)));

    [Fact]
    public void Every_code_is_refused_or_named()
    {
        var codes = typeof(CorsKit.Diagnostics.ProblemCode).GetFields().Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(codes.Order(StringComparer.Ordinal), Errors.Select(row => row.Data.Item1).Concat(Unsaid.Keys).Distinct().Order(StringComparer.Ordinal));
    }

    public static TheoryData<string, string?[]> Items => new()
    {
        {
            "AllowOrigins",
            [
                .. OriginRow.Items.Select(row => row.Item), "https://shop.example.com:8443", "http://[::1]:3000", "http://[2001:db8::80]:3000", "http://[fe80::80ab]", "https://[::443]", "http://[::1]:80", "https://a_b.example", "https://*:*", "app://.", "https://localhost:80",
                "https://shop.example.com/", "https://shop.example.com/a", "https://shop.example.com:443", "http://shop.example.com:80", "https://Shop.example.com", "HTTPS://shop.example.com",
                "shop.example.com", "localhost:3000", "null", "file://", "ws://shop.example.com", "data://x", "https://", "https://a.example,https://b.example", "https://a.example https://b.example", "",
                " ", "https://*:8443", "https://a.*.example.com", "https://shop.example.com:0", "https://shop.example.com:08", "https://a..example", "https://a.example.", "https://${Stage}.example.com",
                "https://a.example;https://b.example", "App://bundle", "*://*", "**", "https://*.*.example.com", "^https://.*$", "https://me@a.example", "https://a.example?x", null,
            ]
        },
        { "AllowMethods", ["GET", "PUT", "patch", "*", "M-SEARCH", "CONNECT", "trace", "Track", "TRACER", "ANY", "any", "PUT,DELETE", "PUT DELETE", "", "'PUT'", "\"PUT\"", "P/T", "$(Method)", null] },
        {
            "AllowHeaders",
            [
                "content-type", "Authorization", "*", "x-a.b", "any", "cookie", "Cookie", "HOST", "hostname", "proxy-a", "sec-a", "Sec-Fetch-Mode", "secret", "access-control-allow-origin",
                "Access-Control-Max-Age", "access-control-max-age-2", "te", "tea", "via", "dnt", "x a", "x,y", "", "x;y", "{x}", "'x'", null,
            ]
        },
        { "ExposeHeaders", ["etag", "ETag", "*", "set-cookie", "Set-Cookie2", "set-cookie3", "origin", "Access-Control-Request-Method", "content-type", "x a", "x,y", "", "'x'", null] },
    };

    /// <summary>Item by item, in an array and, where it has no comma, as a string of its own and beside another one.</summary>
    [Theory]
    [MemberData(nameof(Items))]
    public void An_item_is_accepted_by_both_or_by_neither(string setting, string?[] items)
    {
        var other = setting == "AllowOrigins" ? "https://other.example" : setting == "AllowMethods" ? "DELETE" : "x-other";
        foreach (var item in items)
        {
            var settings = new GatewayCorsPolicySettings { AllowOrigins = ["https://shop.example.com"] };
            PolicySetting.All.Single(row => row.Name == setting).Set(settings, new List<string> { item! });
            var accepted = GatewayCorsPolicy.TryCreate(settings, out _, out _);

            Assert.Equal((item, accepted), (item, IsValid(setting, new JsonArray(item))));
            if (!string.IsNullOrWhiteSpace(item) && !item.Contains(','))
            {
                Assert.Equal((item, accepted), (item, IsValid(setting, item)));
                Assert.Equal((item, accepted), (item, IsValid(setting, $"{other}, {item}")));
                Assert.Equal((item, accepted), (item, IsValid(setting, $"{item},{other}")));
            }
        }
    }

    /// <summary>Types, keys and names.</summary>
    [Theory]
    [InlineData("""{ "AllowCredentials": true, "AllowOrigins": ["https://shop.example.com"], "ExposeHeaders": ["etag"] }""", true)]
    [InlineData("""{ "AllowCredentials": true, "AllowOrigins": ["https://shop.example.com", "https://*"] }""", false)]
    [InlineData("""{ "AllowCredentials": true, "AllowOrigins": "https://shop.example.com,*" }""", false)]
    [InlineData("""{ "AllowCredentials": true, "AllowOrigins": "https://shop.example.com", "ExposeHeaders": "etag,*" }""", false)]
    [InlineData("""{ "AllowCredentials": false, "AllowOrigins": "*", "ExposeHeaders": "*" }""", true)]
    [InlineData("""{ "AllowOrigins": 1 }""", false)]
    [InlineData("""{ "AllowOrigins": { "0": "*" } }""", false)]
    [InlineData("""{ "AllowOrigins": [["*"]] }""", false)]
    [InlineData("""{ "MaxAge": 0.5 }""", false)]
    [InlineData("""{ "MaxAge": "an hour" }""", false)]
    [InlineData("""{ "MaxAge": null, "AllowMethods": null }""", true)]
    [InlineData("""{ "AllowOrigin": "*" }""", false)]
    [InlineData("""{ "Enabled": false }""", true)]
    [InlineData("""{ "Policies": { "public": { "AllowOrigins": "*" } } }""", true)]
    [InlineData("""{ "Policies": { "public": { "AllowOrigins": "*", "Enabled": true } } }""", false)]
    [InlineData("""{ "Policies": { "Default": { "AllowOrigins": "*" } } }""", false)]
    [InlineData("""{ "Policies": { "public": { "AllowOrigins": "*", "AllowCredentials": true } } }""", false)]
    [InlineData("""{ "Policies": "public" }""", false)]
    [InlineData("\"*\"", false)]
    public void The_section_is_accepted_or_refused(string section, bool isValid) => Assert.Equal((section, isValid), (section, IsValid(JsonNode.Parse($$"""{ "GatewayCors": {{section}}, "Logging": {} }""")!)));

    private static bool IsValid(string setting, JsonNode? value) => IsValid(new JsonObject { ["GatewayCors"] = new JsonObject { [setting] = value?.DeepClone() } });

    private static bool IsValid(JsonNode file) => Schema.Evaluate(JsonSerializer.SerializeToElement(file)).IsValid;
}
