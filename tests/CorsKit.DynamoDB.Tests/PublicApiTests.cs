using CorsKit.Tests.Package;

namespace CorsKit.DynamoDB.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void The_public_API_is_the_reviewed_one() => PublicApi.AssertReviewed("CorsKit.DynamoDB", typeof(DynamoDbOriginSource).Assembly);
}
