namespace CorsKit.Tool.Tests.Probing;

/// <summary>The diagnosis names the fault that is there, and none where there is none.</summary>
public sealed class DiagnosisTests
{
    private static readonly Dictionary<string, Situation> Known = Situations.Healthy.Concat(Situations.Faulty).ToDictionary(situation => situation.Name);

    public static TheoryData<string> Names => [.. Known.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_cause_is_named(string name)
    {
        var situation = Known[name];
        await using var api = await LiveApi.StartAsync(situation.Before, situation.App);
        using var folder = new TemporaryFolder();
        var root = situation.Host is { } host ? api.As(host) : api.Address;
        string[] options = [.. situation.Options.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. situation.Settings is { } settings ? (string[])["--settings", folder.Write("appsettings.json", settings)] : []];

        var (code, result) = await LiveApi.ProbeAsync(new Uri(root, situation.Path), options);

        var cause = result.GetProperty("diagnosis");
        var codes = cause.ValueKind == System.Text.Json.JsonValueKind.Null ? "none"
            : string.Join(' ', [cause.GetProperty("code").GetString()!, .. cause.GetProperty("alternatives").EnumerateArray().Select(other => other.GetProperty("code").GetString()!)]);
        Assert.True(situation.Expected == codes, $"Expected {situation.Expected}, but it was {codes}.\n{result}");
        Assert.Equal(codes == "none" ? 0 : 1, code);
        Assert.Contains(situation.Fix, codes == "none" ? "" : cause.GetProperty("fix").GetString(), StringComparison.Ordinal);
    }
}
