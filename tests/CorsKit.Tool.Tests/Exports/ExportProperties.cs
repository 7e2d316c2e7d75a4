using System.Collections.Concurrent;
using System.Text.Json;
using CorsKit.Policies;
using CorsKit.Tests.Fuzz;
using CorsKit.Tool.Exports;
using CorsKit.Tool.Rules;
using CorsKit.Tool.Templates;
using CsCheck;

namespace CorsKit.Tool.Tests.Exports;

/// <summary>What export writes, check accepts: for every target that is a template or Terraform, and random policies.</summary>
public sealed class ExportProperties
{
    /// <summary>Enough for the rarest target.</summary>
    private const int Requests = 2000;

    private static readonly Gen<string> Origin = Gen.OneOf(
        "https://a.example", "https://b.example", "http://localhost:3000", "https://*.a.example", "http://localhost:*", "capacitor://localhost", "https://*", "https://pr-*.a.example.com", "moz-extension://*", "*");

    private static readonly Gen<GatewayCorsPolicySettings> Policy =
        from origins in Gen.Frequency((2, Origin.Array[1, 1]), (1, Origin.Array[1, 6]))
        from methods in Some("GET", "PUT", "DELETE", "OPTIONS", "PROPFIND", "*")
        from headers in Some("content-type", "authorization", "x-trace", "*")
        from exposed in Some("etag", "*")
        from credentials in Gen.Bool
        from maxAge in Gen.OneOf<int?>(null, -1, 0, 600, 86400)
        select new GatewayCorsPolicySettings
        {
            AllowOrigins = origins,
            AllowMethods = methods,
            AllowHeaders = headers,
            ExposeHeaders = exposed,
            AllowCredentials = credentials,
            MaxAge = maxAge,
        };

    private static readonly Gen<string[]> Switches =
        from target in Gen.OneOf(Targets.Templates)
        from format in Gen.OneOf("yaml", "json")
        from more in Some(target switch
        {
            "sam-rest" or "cloudformation-rest" => ["--approximate", "--preflight mock"],
            "cloudfront" => ["--approximate", "--response-headers-policy"],
            _ => (string[])["--approximate"],
        })
        select (string[])["--to", target, "--format", format, .. more.SelectMany(option => option.Split(' '))];

    [Fuzz]
    public void What_export_writes_check_accepts_with_the_same_settings()
    {
        var written = new ConcurrentDictionary<string, int>();
        Gen.Select(Policy, Switches, Gen.Bool).Fuzz(count: Requests, check: request =>
        {
            var (policy, switches, enabled) = request;
            using var folder = new TemporaryFolder();
            var settings = folder.Write("appsettings.json", Write(policy, enabled));
            var (code, output, error) = Tool.Run(["export", "--settings", settings, .. switches]);
            if (code != 0)
            {
                // Refused, or no policy at all (any origin with credentials, say): the reason is there, and nothing else.
                Assert.Equal("", output);
                Assert.NotEqual("", error);
                return;
            }

            written.AddOrUpdate(switches[1], 1, (_, count) => count + 1);
            var template = folder.Write($"template.{switches[3]}", output);
            var outcome = Checks.Check.Run([template], settings, null);
            Assert.Empty(outcome.Unusable);
            Assert.DoesNotContain(outcome.Findings, finding => finding.Level > Level.Note);
            Assert.True(switches.Contains("--approximate") || outcome.Suppressed.Count == 0, "Only what is approximate is suppressed.");
        });

        // The property says nothing of a target that refuses everything. Some 30 are written for the rarest.
        Assert.All(Targets.Templates, target => Assert.True(written.GetValueOrDefault(target) > 8, $"{target}: {written.GetValueOrDefault(target)} written"));
    }

    [Fuzz]
    public void YAML_and_JSON_say_the_same() =>
        Gen.Select(Policy, Gen.OneOf(Targets.Templates)).Fuzz(count: 500, check: request =>
        {
            var (policy, target) = request;
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
        });

    /// <summary>A plan has no place for a suppression, so that nothing here is approximate.</summary>
    [Fuzz]
    public void What_is_written_for_Terraform_check_accepts_as_a_plan()
    {
        var written = new ConcurrentDictionary<string, int>();
        Gen.Select(Policy, Gen.OneOf(Targets.Terraform), Gen.Bool).Fuzz(count: Requests, check: request =>
        {
            var (policy, target, enabled) = request;
            using var folder = new TemporaryFolder();
            var settings = folder.Write("appsettings.json", Write(policy, enabled));
            var (code, output, error) = Tool.Run("export", "--settings", settings, "--to", target);
            if (code != 0)
            {
                Assert.Equal("", output);
                Assert.NotEqual("", error);
                return;
            }

            written.AddOrUpdate(target, 1, (_, count) => count + 1);
            var outcome = Checks.Check.Run([folder.Write("plan.json", PlanOfHcl.Write(output))], settings, null);
            Assert.Empty(outcome.Unusable);
            Assert.DoesNotContain(outcome.Findings, finding => finding.Level > Level.Note);
        });

        Assert.All(Targets.Terraform, target => Assert.True(written.GetValueOrDefault(target) > 8, $"{target}: {written.GetValueOrDefault(target)} written"));
    }

    private static Gen<string[]> Some(params string[] of) => Gen.Shuffle(of, 0, of.Length);

    private static string Write(GatewayCorsPolicySettings policy, bool enabled) => JsonSerializer.Serialize(new
    {
        GatewayCors = new { Enabled = enabled, policy.AllowOrigins, policy.AllowMethods, policy.AllowHeaders, policy.ExposeHeaders, policy.AllowCredentials, policy.MaxAge },
    });
}
