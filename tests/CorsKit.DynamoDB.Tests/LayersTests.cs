using CorsKit.Tests.Package;

namespace CorsKit.DynamoDB.Tests;

/// <summary>CorsKit.DynamoDB has one folder; a second one is to stand in a layer here.</summary>
public sealed class LayersTests
{
    [Fact]
    public void There_is_one_folder() => FolderArrows.AssertOneFolder("CorsKit.DynamoDB");
}
