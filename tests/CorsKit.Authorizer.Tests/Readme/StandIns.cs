global using static ReadmeExamples.TenantsCode.Files;
using Microsoft.Extensions.Configuration;

namespace ReadmeExamples;

/// <summary>What the README's code takes for granted: a store and tokens of the reader's own.</summary>
public sealed class TenantDatabase
{
    public ValueTask<bool> HasOriginAsync(string tenant, string origin, CancellationToken cancellationToken) =>
        new(!cancellationToken.IsCancellationRequested && tenant == "a.example.com" && origin == "https://page.a.example");
}

internal static class Tokens
{
    public static ValueTask<string?> FindTenantAsync(string token, CancellationToken cancellationToken) =>
        new(!cancellationToken.IsCancellationRequested && token == "token" ? "shop" : null);
}

/// <summary>
/// The signatures of Amazon.Extensions.Configuration.SystemsManager that the README calls; the package is not on every package
/// source. They read what the test put into <see cref="Values"/>.
/// </summary>
internal static class AmazonConfiguration
{
    public static Dictionary<string, string?> Values { get; } = [];

    public static IConfigurationBuilder AddSystemsManager(this IConfigurationBuilder builder, string path) =>
        builder.Add(new Store(path.StartsWith('/')));

    public static IConfigurationBuilder AddAppConfigUsingLambdaExtension(this IConfigurationBuilder builder, string applicationId, string environmentId, string configProfileId) =>
        builder.Add(new Store($"{applicationId}{environmentId}{configProfileId}".Length > 0));

    /// <summary>As Amazon's provider does: Load reads the store, and nothing happens by itself.</summary>
    private sealed class Store(bool isThere) : ConfigurationProvider, IConfigurationSource
    {
        public override void Load() => Data = isThere ? new Dictionary<string, string?>(Values) : [];

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
    }
}
