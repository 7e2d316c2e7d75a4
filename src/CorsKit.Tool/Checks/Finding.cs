using CorsKit.Tool.Rules;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Checks;

/// <summary>What is reported.</summary>
/// <param name="Rule">The rule that found it.</param>
/// <param name="Level">How bad it is here.</param>
/// <param name="Location">Where.</param>
/// <param name="Resource">The resource of the template, or null.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
/// <param name="Suppression">The reason why the template does not want to hear of it, or null.</param>
internal sealed record Finding(RuleHelp Rule, Level Level, Location Location, string? Resource, string Message, string? Suppression);
