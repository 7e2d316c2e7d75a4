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
        Assert.Equal(Preview, await VersionAsync(clone.Path, "src/CorsKit", "-restore"));

        await clone.CommitAsync("everything");
        await clone.RunAsync("git", "tag", "v9.8.7");
        Assert.Equal("9.8.7", await VersionAsync(clone.Path, "src/CorsKit"));

        await clone.CommitAsync("more");
        Assert.Equal("9.8.8-alpha.0.1", await VersionAsync(clone.Path, "src/CorsKit"));

        // As a workflow has it that does not ask for the history; that is no warning either.
        await clone.RunAsync("git", "clone", "--quiet", "--depth", "1", "--no-tags", new Uri(clone.Path).AbsoluteUri, "shallow");
        Assert.Equal(Preview, await VersionAsync(clone.Path, "shallow/src/CorsKit", "-restore"));
    }

    private static async Task<string> VersionAsync(string folder, string project, params string[] restore) =>
        (await Command.RunAsync(folder, "dotnet", ["msbuild", project, .. restore, "-t:MinVer", "-getProperty:PackageVersion", "-warnaserror"])).Trim();
}
