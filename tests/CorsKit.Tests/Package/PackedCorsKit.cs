namespace CorsKit.Tests.Package;

/// <summary>The package CorsKit, packed once for the tests that look at it: its ReadyToRun code takes most of the time.</summary>
public sealed class PackedCorsKit : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("corskit-feed");

    /// <summary>Where it lies, alone.</summary>
    public string Folder => _folder.FullName;

    public string File => Assert.Single(Directory.GetFiles(Folder, "*.nupkg"));

    public string Version => Path.GetFileNameWithoutExtension(File)["CorsKit.".Length..];

    /// <summary>What packing it wrote.</summary>
    public string Output { get; private set; } = "";

    public async ValueTask InitializeAsync() => Output = await Pack.RunAsync("CorsKit", Folder);

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
