namespace CorsKit.Tests.Hosts;

/// <summary>What an app can run on. Every case of the middleware runs on each that the test project starts.</summary>
public enum HostKind
{
    TestServer,
    Kestrel,

    // The host of CorsKit.Testing.
    LambdaRestApi,
    LambdaRestApiStreaming,
    LambdaHttpApi,
    LambdaHttpApiStreaming,
    LambdaLoadBalancer,
    LambdaLoadBalancerMultiValue,

    // Amazon's own, in CorsKit.AmazonLambda.Tests.
    AmazonRestApi,
    AmazonRestApiStreaming,
    AmazonHttpApi,
    AmazonHttpApiStreaming,
    AmazonLoadBalancer,
    AmazonLoadBalancerMultiValue,
}

public static class HostKinds
{
    public static bool IsLambda(this HostKind kind) => kind > HostKind.Kestrel;

    /// <summary>Whether the headers go out with the first bytes, and nothing can break off the response after that. Else Lambda sends nothing before the app has finished.</summary>
    public static bool IsStreaming(this HostKind kind) => kind is
        HostKind.LambdaRestApiStreaming or HostKind.LambdaHttpApiStreaming or HostKind.AmazonRestApiStreaming or HostKind.AmazonHttpApiStreaming;
}
