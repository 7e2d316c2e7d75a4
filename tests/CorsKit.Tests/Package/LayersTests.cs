namespace CorsKit.Tests.Package;

/// <summary>The folders of CorsKit stand in the layers that src/README.md lists.</summary>
public sealed class LayersTests
{
    [Fact]
    public void Arrows_point_down() => FolderArrows.AssertPointDown("CorsKit");
}
