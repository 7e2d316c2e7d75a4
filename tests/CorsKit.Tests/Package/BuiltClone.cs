namespace CorsKit.Tests.Package;

/// <summary>A clone in which the first command of the README built what it runs; to build takes most of the time.</summary>
public sealed class BuiltClone : IAsyncLifetime
{
    internal Clone Clone { get; } = new("src/a folder with blanks/corskit");

    public async ValueTask InitializeAsync() => await Clone.BuildAsync("samples/Playground");

    public ValueTask DisposeAsync()
    {
        Clone.Dispose();
        return ValueTask.CompletedTask;
    }
}
