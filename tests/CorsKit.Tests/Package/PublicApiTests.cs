namespace CorsKit.Tests.Package;

/// <summary>Each package's public API is the one that was reviewed.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("CorsKit", typeof(GatewayCorsPolicy))]
    [InlineData("CorsKit.Testing", typeof(Testing.LambdaServer))]
    public void The_public_API_is_the_reviewed_one(string package, Type type) => PublicApi.AssertReviewed(package, type.Assembly);
}
