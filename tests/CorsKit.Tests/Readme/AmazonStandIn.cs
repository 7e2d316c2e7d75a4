namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// The signature, in its namespace, of Amazon.Lambda.AspNetCoreServer.Hosting that the README's Program.cs calls; the
/// package itself is not on every package source, and outside Lambda its method does nothing.
/// </summary>
internal enum LambdaEventSource
{
    RestApi,
    HttpApi,
}

internal static class LambdaHosting
{
    public static IServiceCollection AddAWSLambdaHosting(this IServiceCollection services, LambdaEventSource eventSource) =>
        Enum.IsDefined(eventSource) ? services : throw new ArgumentOutOfRangeException(nameof(eventSource));
}
