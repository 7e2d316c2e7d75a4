namespace CorsKit.Authorizer.Tests;

/// <summary>Standard error is the whole process's: alone, since other tests' authorizers write to it too.</summary>
[Collection(nameof(Alone))]
public sealed class StandardErrorTests
{
    [Fact]
    public async Task Reasons_go_to_standard_error_where_there_is_no_logger()
    {
        var before = Console.Error;
        using var written = new StringWriter();
        Console.SetError(written);
        try
        {
            static void Configure(CorsAuthorizerOptions options) => options.Policies = Events.Policies(("default", "*"));
            var authorizer = CorsAuthorizer.ByRoute((_, _) => throw new IOException("The table is gone."), Configure);
            await Events.AskAsync(authorizer, "{}");
            await Assert.ThrowsAnyAsync<Exception>(() => Events.AskAsync(authorizer, Events.Rest));
        }
        finally
        {
            Console.SetError(before);
        }

        var lines = written.ToString().Split('\n');
        Assert.StartsWith("Information CorsKit.Authorizer[108] ByRoute needs an authorizer TTL of 0", lines[0], StringComparison.Ordinal);
        Assert.Equal("Error CorsKit.Authorizer[101] Denied: the event cannot be believed, since it is none of an authorizer of type REQUEST.", lines[1]);
        Assert.Equal("Error CorsKit.Authorizer[102] The decision about the caller failed; API Gateway answers 500. System.IO.IOException: The table is gone.", lines[2]);
    }

    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;
}
