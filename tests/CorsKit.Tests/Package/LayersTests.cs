namespace CorsKit.Tests.Package;

/// <summary>The folders of CorsKit, from the top down. src/README.md draws them.</summary>
public sealed class LayersTests
{
    [Fact]
    public void Arrows_point_down() => FolderArrows.AssertPointDown("CorsKit",
        "Middleware",
        "Configuration",
        "Selection, Sources",
        "Policies",
        "Origins, Methods, Headers",
        "Diagnostics");
}
