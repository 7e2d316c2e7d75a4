using System.Diagnostics;
using System.Text.Json;
using CorsKit.Tests.Package;
using CorsKit.Tests.Readme;

namespace CorsKit.Tool.Tests.Cdk;

/// <summary>samples/OrdersApi.Cdk, synthesized where npm has the CDK.</summary>
[Collection("CDK")]
public sealed class CdkSampleTests(CdkStacks stacks)
{
    private const string Settings = "samples/OrdersApi/appsettings.json";

    [Fact]
    public async Task The_sample_takes_its_CORS_from_appsettings_json_and_checks_clean()
    {
        Assert.SkipWhen(stacks.WhyMissing is not null, stacks.WhyMissing ?? "");
        using var folder = new TemporaryFolder();
        var (code, output, error) = await SynthesizeAsync(Repository.Root, folder.Path);
        Assert.True(code == 0, output + error);

        var file = Path.Combine(folder.Path, "OrdersApi.template.json");
        Assert.Equal((0, "nothing"), Tool.Check(file, Path.Combine(Repository.Root, Settings)));

        using var settings = JsonDocument.Parse(Repository.Read(Settings));
        using var template = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var responses = template.RootElement.GetProperty("Resources").EnumerateObject()
            .Where(resource => resource.Value.GetProperty("Type").GetString() == "AWS::ApiGateway::GatewayResponse")
            .Select(resource => resource.Value.GetProperty("Properties").GetProperty("ResponseParameters").GetProperty("gatewayresponse.header.Access-Control-Allow-Origin").GetString());
        var origin = $"'{settings.RootElement.GetProperty("GatewayCors").GetProperty("AllowOrigins").GetString()}'";
        Assert.Equal([origin, origin], responses);
    }

    /// <summary>One text of a gateway response names one origin.</summary>
    [Fact]
    public async Task The_sample_refuses_several_origins()
    {
        Assert.SkipWhen(stacks.WhyMissing is not null, stacks.WhyMissing ?? "");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "samples/OrdersApi"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "samples/OrdersApi.Cdk"));
        folder.Write(Settings, """{ "GatewayCors": { "AllowOrigins": "https://a.example,https://b.example" } }""");
        folder.Write("samples/OrdersApi.Cdk/app.js", Repository.Read("samples/OrdersApi.Cdk/app.js"));

        var (code, _, error) = await SynthesizeAsync(folder.Path, Path.Combine(folder.Path, "out"));

        Assert.Equal(1, code);
        Assert.Contains("Gateway responses are fixed text", error, StringComparison.Ordinal);
    }

    /// <summary>The versions that the tests install are those of the sample.</summary>
    [Fact]
    public void The_versions_are_those_of_the_tests() => Assert.Subset(
        Dependencies("tests/CorsKit.Tool.Tests/Cdk/package.json"), Dependencies("samples/OrdersApi.Cdk/package.json"));

    private static HashSet<string> Dependencies(string file) =>
        [.. JsonSerializer.Deserialize<JsonElement>(Repository.Read(file)).GetProperty("dependencies").EnumerateObject().Select(package => package.ToString())];

    private static Task<(int Code, string Output, string Error)> SynthesizeAsync(string root, string output)
    {
        var code = Directory.CreateDirectory(Path.Combine(output, "code"));
        File.WriteAllText(Path.Combine(code.FullName, "OrdersApi.Lambda.dll"), "in place of what dotnet publish writes");
        return Command.TryAsync(new ProcessStartInfo("node", ["app.js"])
        {
            WorkingDirectory = Path.Combine(root, "samples/OrdersApi.Cdk"),
            Environment =
            {
                ["NODE_PATH"] = CdkStacks.Modules,
                ["CDK_OUTDIR"] = output,
                ["CDK_CONTEXT_JSON"] = JsonSerializer.Serialize(new { code = code.FullName }),
            },
        });
    }
}
