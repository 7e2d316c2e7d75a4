using CorsKit.Tool.Rules;

namespace CorsKit.Tool.Probing.Diagnoses;

/// <summary>Why pages fail, or will.</summary>
/// <param name="Help">What check and explain say of it too.</param>
/// <param name="Evidence">What shows it.</param>
internal sealed record Diagnosis(RuleHelp Help, string Evidence)
{
    /// <summary>Other diagnoses that look the same from outside.</summary>
    public IReadOnlyList<RuleHelp> Alternatives { get; init; } = [];

    public static Diagnosis Of(RuleHelp help, string evidence, params RuleHelp[] alternatives) => new(help, evidence) { Alternatives = alternatives };
}
