using CorsKit.Tests.Package;
using CorsKit.Tests.Readme;

namespace CorsKit.Tool.Tests;

/// <summary>What <c>dotnet pack</c> and <c>dotnet tool install</c> make of src/CorsKit.Tool.</summary>
[Trait("Speed", "slow")]
public sealed class InstallTests
{
    [Fact]
    public async Task The_installed_tool_finds_the_sample_clean_and_a_bad_template_not()
    {
        using var folder = new TemporaryFolder();
        await Pack.RunAsync("CorsKit.Tool", folder.Path);

        // From the package alone: a tool brings all that it needs.
        var config = folder.Write("NuGet.Config", $"""<configuration><packageSources><clear /><add key="here" value="{folder.Path}" /></packageSources></configuration>""");
        await Command.RunAsync(Repository.Root, "dotnet", "tool", "install", "CorsKit.Tool", "--tool-path", folder.Path, "--configfile", config, "--no-cache", "--prerelease");

        var corskit = Path.Combine(folder.Path, "corskit");
        Assert.Equal(
            "0 errors, 0 warnings, 0 notes in 1 file\n",
            await Command.RunAsync(Repository.Root, corskit, "check", "samples/OrdersApi.Lambda/template.yaml", "--settings", "samples/OrdersApi/appsettings.json", "--fail-on", "note"));
        var (code, findings, _) = await Command.TryAsync(Repository.Root, corskit, "check", "tests/CorsKit.Tool.Tests/Readme/template.yaml");
        Assert.Equal(1, code);
        Assert.Contains("CK103", findings, StringComparison.Ordinal);
        Assert.Contains("CK103", await Command.RunAsync(Repository.Root, corskit, "explain", "CK103"), StringComparison.Ordinal);
    }
}
