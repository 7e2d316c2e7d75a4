using CorsKit.Tests.Package;

namespace CorsKit.Tool.Tests;

/// <summary>The folders of corskit stand in the layers that src/README.md lists.</summary>
public sealed class LayersTests
{
    [Fact]
    public void Arrows_point_down() => FolderArrows.AssertPointDown("CorsKit.Tool");
}
