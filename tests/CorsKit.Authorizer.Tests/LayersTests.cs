using CorsKit.Tests.Package;

namespace CorsKit.Authorizer.Tests;

/// <summary>The folders of CorsKit.Authorizer, from the top down. src/README.md draws them.</summary>
public sealed class LayersTests
{
    [Fact]
    public void Arrows_point_down() => FolderArrows.AssertPointDown("CorsKit.Authorizer",
        ".",
        "Events, Responses",
        "../CorsKit/Headers, ../CorsKit/Diagnostics");
}
