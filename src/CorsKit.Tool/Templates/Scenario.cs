namespace CorsKit.Tool.Templates;

/// <summary>One way in which the parameters of a template may be given, and what its conditions say then.</summary>
/// <param name="Parameters">The values that conditions ask for; every other parameter has its default.</param>
/// <param name="Conditions">The conditions; one that is not there cannot be decided.</param>
internal sealed record Scenario(IReadOnlyDictionary<string, string> Parameters, IReadOnlyDictionary<string, bool> Conditions);
