using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways.Readers;

/// <summary>What CloudFormation and OpenAPI write alike about integrations.</summary>
internal static class MockAnswer
{
    public static bool IsMock(this Node? type) => type.Says("MOCK");

    /// <summary>Whether a mapping template can set headers: <c>$context.responseOverride.header</c>, as the CDK writes for several origins.</summary>
    public static bool WritesHeaders(Node? templates) =>
        (templates?.Entries ?? []).Any(entry => Evaluator.Sketch(entry.Value).Contains("responseOverride", StringComparison.Ordinal));

    public static bool NamesOrigin(Node? parameters) =>
        (parameters?.Items ?? []).Any(item => item.Text is { } text && text.EndsWith("request.header.Origin", StringComparison.OrdinalIgnoreCase));
}
