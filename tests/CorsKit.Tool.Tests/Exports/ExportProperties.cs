using System.Text.Json;
using CorsKit.Policies;
using CorsKit.Tool.Exports;
using CorsKit.Tool.Rules;
using CorsKit.Tool.Templates;
using FsCheck;
using FsCheck.Fluent;

namespace CorsKit.Tool.Tests.Exports;

/// <summary>What export writes, check accepts: for every target that is a template or Terraform, and random policies.</summary>
public sealed class ExportProperties
{
    private static readonly Gen<string> Origin = Gen.Elements(
        "https://a.example", "https://b.example", "http://localhost:3000", "https://*.a.example", "http://localhost:*", "capacitor://localhost", "https://*", "https://pr-*.a.example.com", "moz-extension://*", "*");

    private static readonly Gen<GatewayCorsPolicySettings> Policy =
        from origin in Origin
        from origins in Gen.Frequency((2, Gen.Constant<List<string>>([])), (1, Origin.ListOf().Select(list => list.ToList())))
        from methods in Gen.SubListOf("GET", "PUT", "DELETE", "OPTIONS", "PROPFIND", "*")
        from headers in Gen.SubListOf("content-type", "authorization", "x-trace", "*")
        from exposed in Gen.SubListOf("etag", "*")
        from credentials in Gen.Elements(false, true)
        from maxAge in Gen.Elements<int?>(null, -1, 0, 600, 86400)
        select new GatewayCorsPolicySettings
        {
            AllowOrigins = [origin, .. origins],
            AllowMethods = [.. methods],
            AllowHeaders = [.. headers],
            ExposeHeaders = [.. exposed],
            AllowCredentials = credentials,
            MaxAge = maxAge,
        };

    private static readonly Gen<(GatewayCorsPolicySettings Policy, string[] Switches)> Request =
        from policy in Policy
        from target in Gen.Elements(Targets.Templates)
        from format in Gen.Elements("yaml", "json")
        from more in Gen.SubListOf(target switch
        {
            "sam-rest" or "cloudformation-rest" => ["--approximate", "--preflight mock"],
            "cloudfront" => ["--approximate", "--response-headers-policy"],
            _ => (string[])["--approximate"],
        })
        select (policy, (string[])["--to", target, "--format", format, .. more.SelectMany(option => option.Split(' '))]);

    [Fact]
    public void What_export_writes_check_accepts_with_the_same_settings()
    {
        using var folder = new TemporaryFolder();
        var settings = Path.Combine(folder.Path, "appsettings.json");
        var written = new Dictionary<string, int>();
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Request.ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (request, enabled) =>
        {
            File.WriteAllText(settings, Write(request.Policy, enabled));
            var (code, output, error) = Tool.Run(["export", "--settings", settings, .. request.Switches]);
            if (code != 0)
            {
                // Refused, or no policy at all (any origin with credentials, say): the reason is there, and nothing else.
                Assert.Equal("", output);
                Assert.NotEqual("", error);
                return;
            }

            written[request.Switches[1]] = written.GetValueOrDefault(request.Switches[1]) + 1;
            var template = folder.Write($"template.{request.Switches[3]}", output);
            var outcome = CorsKit.Tool.Checks.Check.Run([template], settings, null);
            Assert.Empty(outcome.Unusable);
            Assert.DoesNotContain(outcome.Findings, finding => finding.Level > Level.Note);
            Assert.True(request.Switches.Contains("--approximate") || outcome.Suppressed.Count == 0, "Only what is approximate is suppressed.");
        }));

        // The property says nothing of a target that refuses everything. Some 30 are written for the rarest.
        Assert.All(Targets.Templates, target => Assert.True(written.GetValueOrDefault(target) > 8, $"{target}: {written.GetValueOrDefault(target)} written"));
    }

    [Fact]
    public void YAML_and_JSON_say_the_same() =>
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Policy.ToArbitrary(), Gen.Elements(Targets.Templates).ToArbitrary(), (policy, target) =>
        {
            if (!GatewayCorsPolicy.TryCreate(policy, out _, out _))
            {
                return;
            }

            var export = Targets.Write(target, new ExportRequest(policy, new PolicyRules(policy), AppWritesCors: target != "function-url", Approximate: true));
            using var yaml = new StringWriter();
            using var json = new StringWriter();
            YamlText.Write(export.Root, yaml);
            JsonText.Write(export.Root, json);
            Assert.Equal(
                Evaluator.Sketch(JsonDocumentReader.Read("", System.Text.Encoding.UTF8.GetBytes(json.ToString()), lenient: false).Root),
                Evaluator.Sketch(YamlDocumentReader.Read("", yaml.ToString()).Root));
        }));

    /// <summary>A plan has no place for a suppression, so that nothing here is approximate.</summary>
    [Fact]
    public void What_is_written_for_Terraform_check_accepts_as_a_plan()
    {
        using var folder = new TemporaryFolder();
        var settings = Path.Combine(folder.Path, "appsettings.json");
        var written = new Dictionary<string, int>();
        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Policy.ToArbitrary(), Gen.Elements(Targets.Terraform).ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (policy, target, enabled) =>
        {
            File.WriteAllText(settings, Write(policy, enabled));
            var (code, output, error) = Tool.Run("export", "--settings", settings, "--to", target);
            if (code != 0)
            {
                Assert.Equal("", output);
                Assert.NotEqual("", error);
                return;
            }

            written[target] = written.GetValueOrDefault(target) + 1;
            var outcome = CorsKit.Tool.Checks.Check.Run([folder.Write("plan.json", PlanOfHcl.Write(output))], settings, null);
            Assert.Empty(outcome.Unusable);
            Assert.DoesNotContain(outcome.Findings, finding => finding.Level > Level.Note);
        }));

        Assert.All(Targets.Terraform, target => Assert.True(written.GetValueOrDefault(target) > 8, $"{target}: {written.GetValueOrDefault(target)} written"));
    }

    private static string Write(GatewayCorsPolicySettings policy, bool enabled) => JsonSerializer.Serialize(new
    {
        GatewayCors = new { Enabled = enabled, policy.AllowOrigins, policy.AllowMethods, policy.AllowHeaders, policy.ExposeHeaders, policy.AllowCredentials, policy.MaxAge },
    });
}
