using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CorsKit.Configuration;
using CorsKit.Tests.Policies;
using CsCheck;
using Microsoft.Extensions.Configuration;

namespace CorsKit.Tests.Fuzz;

/// <summary>The section "GatewayCors" against the same settings in code, and broken ones.</summary>
public sealed class SectionFuzz
{
    private const string Right = """
        { "GatewayCors": { "AllowOrigins": ["https://shop.example.com", "https://*.preview.example.com"], "AllowMethods": "GET,PUT", "AllowHeaders": ["content-type"], "ExposeHeaders": null,
          "AllowCredentials": true, "MaxAge": 7200, "Enabled": true, "Policies": { "public": { "AllowOrigins": "*", "MaxAge": -1 }, "partner": { "AllowOrigins": ["https://partner.example"] } } } }
        """;

    private static readonly string[] Names = [.. PolicySetting.All.Select(setting => setting.Name)];

    private static readonly Gen<string> Origin = Gen.OneOf("https://shop.example.com", "http://localhost:*", "*", "https://*", "https://*.com", "app://.", "http://a.example", "null")
        .Edited("*", ".", "/", ":", "A", "'", "\"", "[", "]", " ", "\u00e9", "{", "https://");

    private static readonly Gen<GatewayCorsPolicySettings> Policy =
        from origins in Origin.Array[0, 4]
        from methods in Gen.OneOf("GET", "put", "patch", "*", "TRACE", "P UT", "", "'GET'").Array[0, 3]
        from headers in Gen.OneOf("content-type", "X-A", "*", "authorization", "cookie", "origin", "x(a)", "\u212a").Array[0, 3]
        from exposed in Gen.OneOf("etag", "*", "set-cookie", "").Array[0, 2]
        from switches in Gen.Bool.Array[3]
        from maxAge in Gen.OneOf<int?>(null, -2, -1, 0, 86400, 86401)
        select new GatewayCorsPolicySettings
        {
            AllowOrigins = origins,
            AllowMethods = methods,
            AllowHeaders = headers,
            ExposeHeaders = exposed,
            AllowCredentials = switches[0],
            MaxAge = maxAge,
            DangerouslyAllowInsecureOrigins = switches[1],
            DangerouslyAllowPublicSuffixes = switches[2],
        };

    [Fuzz]
    public void A_section_says_what_the_same_settings_in_code_say() =>
        Gen.Select(Policy, Gen.Bool.Array[Names.Length], Gen.OneOf("C", "C:Policies:a")).Fuzz(input =>
        {
            var (settings, otherwise, path) = input;
            var (options, set) = Read(Write(settings, otherwise, path));

            Assert.Empty(options.Problems);
            Assert.True(PolicySetting.AreSame(settings, Assert.Single(set.Definitions).Settings));
            Assert.Equal(GatewayCorsPolicy.TryCreate(settings, out _, out var problems), set.Problems.Count == 0);
            Assert.Equal(problems.Select(problem => problem with { Setting = $"{path}:{problem.Setting}" }), set.Problems);
        });

    /// <summary>What compiles in spite of an edit is what its settings in code are; a problem names a setting of the section.</summary>
    [Fuzz]
    public void A_broken_section_is_refused_or_says_what_it_says() =>
        Gen.Const(Right).Edited("{", "}", "[", "]", "\"", ",", ":", "null", "true", "1", "\"AllowOrigins\": ", "\"Policies\": ", "\"\"", "\\u0000", "\\ud800", "*", "'", "GatewayCors").Fuzz(text =>
        {
            IConfigurationRoot root;
            try
            {
                root = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text))).Build();
            }
            catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
            {
                // What JSON's own provider says of what is no JSON.
                return;
            }

            var options = new GatewayCorsOptions();
            Fuzzing.Within(262_144 + (512 * text.Length), () =>
            {
                GatewayCorsSection.Read(root.GetSection("GatewayCors"), options, root);
                return options.Compile();
            });
            var set = options.Compile();
            Assert.All(set.Problems, problem => Assert.StartsWith("GatewayCors", problem.Setting, StringComparison.Ordinal));
            foreach (var definition in set.Definitions)
            {
                Assert.Equal(
                    GatewayCorsPolicy.TryCreate(definition.Settings, out _, out var problems),
                    !set.Problems.Any(problem => problems.Any(same => problem == same with { Setting = $"{definition.Path}:{same.Setting}" })));
            }
        });

    private static (GatewayCorsOptions Options, PolicySet Set) Read(JsonObject json)
    {
        var options = new GatewayCorsOptions();
        GatewayCorsSection.Read(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json.ToJsonString()))).Build().GetSection("C"), options);
        return (options, options.Compile());
    }

    /// <summary>Each setting in one of its two spellings: a list or a string, a value of JSON's or text, its own name or one in upper case.</summary>
    private static JsonObject Write(GatewayCorsPolicySettings settings, bool[] otherwise, string path)
    {
        var policy = new JsonObject();
        foreach (var (i, setting) in PolicySetting.All.Index())
        {
            policy[otherwise[i] ? setting.Name.ToUpperInvariant() : setting.Name] = setting.Get(settings) switch
            {
                IList<string> items when otherwise[i] && IsOneString(items) => string.Join(" , ", items),
                IList<string> items => new JsonArray([.. items.Select(item => JsonValue.Create(item))]),
                bool value => otherwise[i] ? value.ToString().ToUpperInvariant() : value,
                int value => otherwise[i] ? value.ToString(CultureInfo.InvariantCulture) : value,
                _ => null,
            };
        }

        return path.Split(':').Reverse().Aggregate(policy, (inner, name) => new JsonObject { [name] = inner });
    }

    /// <summary>Whether a string with commas is read as these items.</summary>
    private static bool IsOneString(IList<string> items) =>
        items.Count > 0 && string.Join(',', items) is { Length: > 0 } joined && !joined.TrimStart().StartsWith('[') && items.All(item => item == item.Trim() && !item.Contains(','));
}
