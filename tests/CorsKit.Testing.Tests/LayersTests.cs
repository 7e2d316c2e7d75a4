using CorsKit.Tests.Package;

namespace CorsKit.Testing.Tests;

/// <summary>The folders of CorsKit.Testing, from the top down. src/README.md draws them.</summary>
public sealed class LayersTests
{
    [Fact]
    public void Arrows_point_down() => FolderArrows.AssertPointDown("CorsKit.Testing",
        ".",
        "FrontDoors/*",
        "FrontDoors",
        "Browsers, Functions, Authorizers",
        "Payloads",
        "Host",
        "Aws",
        "../CorsKit/Methods, ../CorsKit/Headers");
}
