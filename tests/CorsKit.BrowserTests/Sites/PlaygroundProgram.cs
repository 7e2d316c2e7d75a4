using System.Text.RegularExpressions;
using CorsKit.BrowserTests.Engines;

namespace CorsKit.BrowserTests.Sites;

/// <summary>The Playground as someone runs it, on free ports.</summary>
internal sealed partial class PlaygroundProgram : IAsyncDisposable
{
    private static readonly string[] Options = ["--web", "--rest", "--http", "--url", "--balancer", "--cloudfront"];

    /// <summary>The seconds that its front doors wait, longer than by themselves: what is not slow on purpose is answered in time on a busy machine too.</summary>
    public const int Wait = 8;

    private readonly ChildProcess _process;

    private PlaygroundProgram(ChildProcess process, int webPort)
    {
        _process = process;
        WebPort = webPort;
    }

    /// <summary>The storefront's port: it is allowed as http://localhost, and not as http://127.0.0.1.</summary>
    public int WebPort { get; }

    /// <summary>The page at one of its origins.</summary>
    public string Url(string host = "localhost") => $"http://{host}:{WebPort}/";

    public static async Task<PlaygroundProgram> StartAsync(CancellationToken cancellationToken)
    {
        var ports = Array.ConvertAll(Options, _ => FreePorts.Take());
        var program = ChildProcess.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "Playground.dll"), "--wait", $"{Wait}", .. Options.Zip(ports).SelectMany(pair => new[] { pair.First, $"{pair.Second}" })]);
        try
        {
            await program.WaitForAsync(Ready, cancellationToken).WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
            return new PlaygroundProgram(program, ports[0]);
        }
        catch (TimeoutException)
        {
            var output = program.Output;
            await program.DisposeAsync();
            throw new InvalidOperationException($"The Playground did not start. It wrote:\n{output}");
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex("^(Ctrl-C) stops it")]
    private static partial Regex Ready { get; }
}
