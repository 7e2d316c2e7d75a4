using System.Text.RegularExpressions;
using CorsKit.Tests.Package;

namespace CorsKit.Tool.Tests.Cdk;

/// <summary>What export writes for the CDK: it compiles against the library of its language, and what is synthesized of it is the policy.</summary>
[Collection("CDK")]
public sealed class CdkExportTests(CdkStacks stacks)
{
    /// <summary>A policy, switches, the front door, and what check finds in the stack with the same settings.</summary>
    private static readonly (string Policy, string Switches, string Door, string Findings)[] Cases =
    [
        (Shop, "", "http", "nothing"),
        (Shop, "", "function-url", "nothing"),
        ("""{ "AllowOrigins": "https://shop.example.com", "AllowMethods": "PUT", "AllowHeaders": "content-type" }""", "", "rest", "nothing"),
        ("""{ "AllowOrigins": "https://shop.example.com", "AllowMethods": "PUT,DELETE,PATCH", "AllowHeaders": "content-type", "AllowCredentials": true, "ExposeHeaders": "etag" }""", "--preflight mock", "rest", "nothing"),
        ("""{ "AllowOrigins": "*", "AllowMethods": "*", "AllowHeaders": "*,authorization", "MaxAge": -1 }""", "--preflight mock", "rest", "nothing"),
        ("""{ "Enabled": false, "AllowOrigins": "*", "AllowMethods": "*", "AllowHeaders": "*,authorization", "ExposeHeaders": "*", "MaxAge": -1 }""", "", "http", "nothing"),
        ("""{ "Enabled": false, "AllowOrigins": "*", "AllowMethods": "*", "MaxAge": 0 }""", "", "function-url", "nothing"),
        ("""{ "Enabled": false, "AllowOrigins": "https://*,http://localhost:3000", "AllowHeaders": "x-a" }""", "", "http", "nothing"),
        ("""{ "Enabled": false, "AllowOrigins": "https://*.example.com", "AllowHeaders": "x-a" }""", "--approximate", "http", "nothing"),
        ("""{ "AllowOrigins": "https://shop.example.com,https://admin.example.com", "AllowMethods": "PUT,PATCH,DELETE", "AllowHeaders": "x-a" }""", "--approximate --preflight mock", "rest", "nothing"),
    ];

    private const string Shop =
        """{ "Enabled": false, "AllowOrigins": "https://shop.example.com,https://admin.example.com", "AllowMethods": "PUT", "AllowHeaders": "content-type,authorization", "ExposeHeaders": "etag", "AllowCredentials": true, "MaxAge": 600 }""";

    private static string Export(TemporaryFolder folder, (string Policy, string Switches, string Door, string Findings) row, string language)
    {
        var settings = folder.Write("appsettings.json", $$"""{ "GatewayCors": {{row.Policy}} }""");
        var (code, output, error) = Tool.Run(["export", "--settings", settings, "--to", $"cdk-{language}-{row.Door}", .. row.Switches.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal((0, ""), (code, error));
        return output;
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task TypeScript_compiles_and_its_stacks_have_the_policy()
    {
        Assert.SkipWhen(stacks.WhyMissing is not null, stacks.WhyMissing ?? "");
        using var folder = new TemporaryFolder();
        using var templates = new TemporaryFolder();

        // Below the packages, where they are found.
        var sources = Directory.CreateDirectory(Path.Combine(CdkStacks.Folder, "exports"));
        foreach (var file in sources.GetFiles())
        {
            file.Delete();
        }

        foreach (var (index, row) in Cases.Index())
        {
            await File.WriteAllTextAsync(Path.Combine(sources.FullName, $"{index}-{row.Door}.ts"), Export(folder, row, "ts"), TestContext.Current.CancellationToken);
        }

        var (code, output) = await CdkStacks.RunAsync("node", "exports.js", sources.FullName, templates.Path);
        Assert.True(code == 0, output);

        var other = folder.Write("other.json", """{ "GatewayCors": { "AllowOrigins": "https://other.example.com", "AllowHeaders": "x-other" } }""");
        foreach (var (index, row) in Cases.Index())
        {
            var template = Path.Combine(templates.Path, $"{index}-{row.Door}.json");
            var settings = folder.Write("appsettings.json", $$"""{ "GatewayCors": {{row.Policy}} }""");
            Assert.Equal((index, row.Findings), (index, Tool.Check(template, settings).Findings));

            // The same check sees what differs.
            Assert.True(row.Switches.Contains("approximate", StringComparison.Ordinal) || Tool.Check(template, other).Code == 1, $"{index}: any policy will do");
        }
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task CSharp_compiles()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Directory.Build.props", "<Project />");

        // Amazon.CDK.Lib names exact versions of packages that not every source has, and that only running it needs: so each package by itself.
        var project = folder.Write("Exported.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageDownload Include="Amazon.CDK.Lib" Version="[2.276.0]" />
                <PackageDownload Include="Amazon.JSII.Runtime" Version="[1.142.0]" />
                <PackageDownload Include="Constructs" Version="[10.0.5]" />
                <Reference Include="$(NuGetPackageRoot)amazon.cdk.lib/2.276.0/lib/*/Amazon.CDK.Lib.dll" />
                <Reference Include="$(NuGetPackageRoot)amazon.jsii.runtime/1.142.0/lib/*/Amazon.JSII.Runtime.dll" />
                <Reference Include="$(NuGetPackageRoot)constructs/10.0.5/lib/*/Constructs.dll" />
              </ItemGroup>
            </Project>
            """);
        var (restored, why, _) = await Command.TryAsync(folder.Path, "dotnet", "restore", project, "--nologo");
        Assert.SkipWhen(restored != 0, $"Amazon.CDK.Lib cannot be restored here: {Regex.Match(why, "error NU[^\n]*").Value}");

        foreach (var (index, row) in Cases.Index())
        {
            folder.Write($"{index}.cs", Export(folder, row, "cs").Replace("class ApiCors", $"class ApiCors{index}", StringComparison.Ordinal));
        }

        // As the comments say that it is used.
        folder.Write("Stack.cs", """
            public sealed class ApiStack : Amazon.CDK.Stack
            {
                public ApiStack(Constructs.Construct scope, Amazon.CDK.AWS.Lambda.Function function)
                    : base(scope, "Api")
                {
                    _ = new Amazon.CDK.AWS.Apigatewayv2.HttpApi(this, "Http", new Amazon.CDK.AWS.Apigatewayv2.HttpApiProps { CorsPreflight = ApiCors0.Preflight });
                    function.AddFunctionUrl(new Amazon.CDK.AWS.Lambda.FunctionUrlOptions { Cors = ApiCors1.FunctionUrl });
                    ApiCors2.AddGatewayResponses(new Amazon.CDK.AWS.APIGateway.RestApi(this, "Rest", new Amazon.CDK.AWS.APIGateway.RestApiProps { DefaultCorsPreflightOptions = ApiCors3.Preflight }));
                    ApiCors8.MarkAsApproximate(this);
                }
            }
            """);

        var (code, output, _) = await Command.TryAsync(folder.Path, "dotnet", "build", project, "--no-restore", "--nologo", "-v", "quiet");
        Assert.True(code == 0, output);
    }
}
