using CorsKit.Tests.Package;

namespace CorsKit.Authorizer.Tests;

/// <summary>The folders of CorsKit.Authorizer stand in the layers that src/README.md lists.</summary>
public sealed class LayersTests
{
    [Fact]
    public void Arrows_point_down() => FolderArrows.AssertPointDown("CorsKit.Authorizer");
}
