using CorsKit.Policies;

namespace CorsKit.Tool.Exports;

/// <summary>What is to be written, and how far it may go.</summary>
/// <param name="Settings">The policy, as data.</param>
/// <param name="Rules">The policy, read and without problems.</param>
/// <param name="AppWritesCors">Whether the app writes CORS headers itself.</param>
/// <param name="Approximate">Whether a weaker form may stand in for what the target cannot say.</param>
/// <param name="MockPreflight">Whether a REST API answers preflights itself.</param>
/// <param name="ResponseHeadersPolicy">Whether CloudFront writes CORS headers.</param>
internal sealed record ExportRequest(
    GatewayCorsPolicySettings Settings, PolicyRules Rules, bool AppWritesCors, bool Approximate, bool MockPreflight = false, bool ResponseHeadersPolicy = false);
