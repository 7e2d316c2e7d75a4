using CorsKit.Tests.Readme;

namespace CorsKit.Tests.Package;

/// <summary>The repository as it is here, in a folder of its own, without what was built and without its history.</summary>
internal sealed class Clone : IDisposable
{
    private static readonly HashSet<string> NotCloned = ["bin", "obj", "artifacts", "TestResults", ".git", ".vs", ".vscode", ".idea"];

    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("corskit-clone");

    /// <param name="place">Where it lies, below a temporary folder.</param>
    public Clone(string place)
    {
        var folder = _parent.CreateSubdirectory(place);
        Copy(new(Repository.Root), folder);
        Path = folder.FullName;
    }

    public string Path { get; }

    /// <returns>What the program wrote to its standard output.</returns>
    public Task<string> RunAsync(string program, params string[] arguments) => Command.RunAsync(Path, program, arguments);

    /// <summary>Warnings fail it. Without the analyzers, which take most of the time and looked at the same code when the tests were built.</summary>
    public Task BuildAsync(string project) =>
        RunAsync("dotnet", "build", project, "-warnaserror", "-p:RunAnalyzers=false", "--nologo", "-v", "quiet", "-nodeReuse:false");

    /// <summary>Makes a repository of it where it is none yet, and commits all that changed, or nothing.</summary>
    public async Task CommitAsync(string message)
    {
        await RunAsync("git", "init", "--quiet");
        await RunAsync("git", "add", "--all");
        await RunAsync("git", "-c", "user.name=Someone", "-c", "user.email=someone@example.com", "-c", "commit.gpgsign=false", "commit", "--quiet", "--allow-empty", "-m", message);
    }

    public void Dispose() => _parent.Delete(recursive: true);

    private static void Copy(DirectoryInfo from, DirectoryInfo to)
    {
        foreach (var file in from.GetFiles().Where(file => !NotCloned.Contains(file.Name))) // .git is a file in a work tree
        {
            file.CopyTo(System.IO.Path.Combine(to.FullName, file.Name));
        }

        foreach (var folder in from.GetDirectories().Where(folder => !NotCloned.Contains(folder.Name)))
        {
            Copy(folder, to.CreateSubdirectory(folder.Name));
        }
    }
}
