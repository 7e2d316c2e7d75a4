using CorsKit.Tool.Rules;

namespace CorsKit.Tool.Probing.Causes;

/// <summary>Why pages fail, or will.</summary>
/// <param name="Page">The page of help, which check and explain have too.</param>
/// <param name="Evidence">What shows it.</param>
internal sealed record Cause(RuleHelp Page, string Evidence)
{
    /// <summary>Other causes that look the same from outside.</summary>
    public IReadOnlyList<RuleHelp> Alternatives { get; init; } = [];

    public static Cause Of(string code, string evidence, params string[] alternatives) =>
        new(Rulebook.Find(code)!, evidence) { Alternatives = [.. alternatives.Select(alternative => Rulebook.Find(alternative)!)] };
}
