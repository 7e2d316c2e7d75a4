using System.Diagnostics;

namespace CorsKit.Tests.Package;

/// <summary>The version of the packages comes from the tags of the repository.</summary>
[Trait("Speed", "slow")]
public sealed class VersionTests
{
    private const string Preview = "0.2.0-alpha.0";

    [Fact]
    public async Task A_tag_names_the_version_and_a_clone_without_tags_builds_a_preview()
    {
        using var clone = new Clone("corskit");
        Assert.Equal(Preview, await VersionAsync(clone.Path, "src/CorsKit"));

        await CommitAsync(clone, "everything");
        await clone.RunAsync("git", "tag", "v9.8.7");
        Assert.Equal("9.8.7", await VersionAsync(clone.Path, "src/CorsKit"));

        await CommitAsync(clone, "more");
        Assert.Equal("9.8.8-alpha.0.1", await VersionAsync(clone.Path, "src/CorsKit"));

        // As a workflow has it that does not ask for the history; that is no warning either.
        await clone.RunAsync("git", "clone", "--quiet", "--depth", "1", "--no-tags", new Uri(clone.Path).AbsoluteUri, "shallow");
        Assert.Equal(Preview, await VersionAsync(clone.Path, "shallow/src/CorsKit"));
    }

    [Fact]
    public async Task A_release_is_not_packed_without_its_ReadyToRun_code()
    {
        using var clone = new Clone("corskit");
        await CommitAsync(clone, "everything");
        await clone.BuildAsync("src/CorsKit");

        var (code, output, _) = await PackWithoutCompilerAsync(clone);
        Assert.True(code == 0, output);
        Assert.Contains("packed without ReadyToRun code for linux-x64", output, StringComparison.Ordinal);

        await clone.RunAsync("git", "tag", "v9.8.7");
        (code, output, _) = await PackWithoutCompilerAsync(clone);
        Assert.Equal(1, code);
        Assert.Contains("error : A release of CorsKit has ReadyToRun code, and its compiler for linux-x64", output, StringComparison.Ordinal);
    }

    private static async Task<string> VersionAsync(string folder, string project) =>
        (await Command.RunAsync(folder, "dotnet", "msbuild", project, "-restore", "-t:MinVer", "-getProperty:PackageVersion", "-warnaserror")).Trim();

    private static async Task CommitAsync(Clone clone, string message)
    {
        await clone.RunAsync("git", "init", "--quiet");
        await clone.RunAsync("git", "add", "--all");
        await clone.RunAsync("git", "-c", "user.name=Someone", "-c", "user.email=someone@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "--allow-empty", "-m", message);
    }

    /// <summary>On a machine whose package source does not have the compiler.</summary>
    private static Task<(int Code, string Output, string Error)> PackWithoutCompilerAsync(Clone clone)
    {
        var nothing = Directory.CreateDirectory(Path.Combine(clone.Path, "artifacts/nothing")).FullName;
        var start = new ProcessStartInfo("dotnet", ["pack", "src/CorsKit", "--no-build", "-c", "Debug", "-o", "artifacts", "--nologo", "-p:ContinuousIntegrationBuild=true"]) { WorkingDirectory = clone.Path };
        start.Environment.Remove("GITHUB_REF_TYPE"); // which says in a workflow that everything is a release
        (start.Environment["NUGET_PACKAGES"], start.Environment["RestoreSources"]) = (nothing, nothing);
        return Command.TryAsync(start);
    }
}
