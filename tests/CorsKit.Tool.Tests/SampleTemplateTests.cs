using CorsKit.Tests.Readme;

namespace CorsKit.Tool.Tests;

/// <summary>The templates of the samples, of which readers copy.</summary>
public sealed class SampleTemplateTests
{
    public static TheoryData<string> Templates =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "template.*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/bin/", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Templates))]
    public void Nothing_is_found_in_a_template_of_the_samples(string file) =>
        Assert.Equal((0, "nothing"), Tool.Check(Path.Combine(Repository.Root, file), settings: null));

    [Fact]
    public void Nothing_is_found_with_the_settings_of_the_app_that_is_deployed() =>
        Assert.Equal((0, "nothing"), Tool.Check(Path.Combine(Repository.Root, "samples/OrdersApi.Lambda/template.yaml"), Path.Combine(Repository.Root, "samples/OrdersApi/appsettings.json")));
}
