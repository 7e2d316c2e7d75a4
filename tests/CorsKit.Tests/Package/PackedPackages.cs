namespace CorsKit.Tests.Package;

/// <summary>The packages, packed once for the tests that look at them: the ReadyToRun code of CorsKit takes most of the time.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private static readonly string[] Others = ["CorsKit.Authorizer", "CorsKit.DynamoDB", "CorsKit.Templates", "CorsKit.Testing", "CorsKit.Tool"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("corskit-feed");

    /// <summary>Where CorsKit lies, alone.</summary>
    public string Feed => Path.Combine(_folder.FullName, "corskit");

    /// <summary>The version of all.</summary>
    public string Version => Path.GetFileNameWithoutExtension(FileOf("CorsKit"))["CorsKit.".Length..];

    /// <summary>What packing CorsKit wrote.</summary>
    public string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Output = await Pack.RunAsync("CorsKit", Feed);
        await Pack.RunAllAsync(_folder.FullName, build: true, from name in Others select (name, ""));
    }

    public string FileOf(string name) => Assert.Single(Directory.GetFiles(name == "CorsKit" ? Feed : _folder.FullName, $"{name}.*.nupkg"));

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
