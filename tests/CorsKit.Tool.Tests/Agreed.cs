namespace CorsKit.Tests;

/// <summary>The files of a project's folder Golden: what is said, word for word. To accept a change, copy what the test wrote (beside the test assembly) over Golden.</summary>
internal static class Agreed
{
    public static void ShouldBe(string golden, string actual)
    {
        var (written, agreed) = (Path.Combine(AppContext.BaseDirectory, golden), Path.Combine(AppContext.BaseDirectory, "Golden", golden));
        File.WriteAllText(written, actual);
        Assert.True(File.Exists(agreed) && File.ReadAllText(agreed) == actual, $"The output changed: compare {written} with {agreed}.");
    }
}
