using Amazon.DynamoDBv2;
using Amazon.Runtime;
using CorsKit.DynamoDB;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the source of origins that <c>AllowOriginsFrom&lt;DynamoDbOriginSource&gt;()</c> asks.</summary>
public static class DynamoDbOriginsServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="DynamoDbOriginSource"/>. It uses the app's own <see cref="IAmazonDynamoDB"/>; where there is none, one with the
    /// default credentials and region, which gives up soon: whoever waits is a browser.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="configure">Names the table; a mistake is reported when the app starts.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="services"/> is null.</exception>
    public static IServiceCollection AddDynamoDbOrigins(this IServiceCollection services, Action<DynamoDbOriginsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<DynamoDbOriginsOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DynamoDbOriginsOptions>, Validator>());
        services.TryAddSingleton<IAmazonDynamoDB>(static _ => new AmazonDynamoDBClient(new AmazonDynamoDBConfig
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 2,
        }));
        services.TryAddSingleton<DynamoDbOriginSource>();
        return services;
    }

    private sealed class Validator : IValidateOptions<DynamoDbOriginsOptions>
    {
        public ValidateOptionsResult Validate(string? name, DynamoDbOriginsOptions options) =>
            options.FindProblems() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
