using CorsKit.Tests.Package;

namespace CorsKit.Tool.Tests;

/// <summary>The folders of corskit, from the top down. src/README.md draws them.</summary>
public sealed class LayersTests
{
    [Fact]
    public void Arrows_point_down() => FolderArrows.AssertPointDown("CorsKit.Tool",
        ".",
        "Commands",
        "Reports",
        "Checks, Probing, Exports",
        "Probing/Diagnoses",
        "Probing/Steps",
        "Rules/*",
        "Rules",
        "Apps",
        "Gateways/Readers",
        "Gateways",
        "Templates",
        "../CorsKit.Testing/Browsers, ../CorsKit.Testing/Aws");
}
