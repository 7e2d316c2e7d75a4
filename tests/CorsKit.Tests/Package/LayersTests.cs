namespace CorsKit.Tests.Package;

/// <summary>The folders of CorsKit stand in the layers that src/README.md lists.</summary>
public sealed class LayersTests
{
    [Fact]
    public void Arrows_point_down() => FolderArrows.AssertPointDown("CorsKit");

    [Fact]
    public void The_engine_knows_no_HttpContext() => FolderArrows.AssertFreeOf("CorsKit", "Microsoft.AspNetCore.Http", "Policies", "Origins", "Methods", "Headers");
}
