using Microsoft.CodeAnalysis;

namespace CorsKit.Analyzers;

/// <summary>The rules. Their ids are documented and never reused; those of problems at startup begin with CORS0.</summary>
internal static class Rule
{
    /// <summary>The property of a diagnostic that holds what to write in place of the text that it is about.</summary>
    public const string Replacement = nameof(Replacement);

    private const string Category = "CorsKit";
    private const string Help = "https://github.com/corskit/corskit/blob/main/src/CorsKit/README.md#in-the-editor";

    public static readonly DiagnosticDescriptor BehindAnswer = new(
        "CORS101", "UseGatewayCors stands behind something that answers",
        "'UseGatewayCors' stands behind '{0}': what that answers has no CORS headers, so that a page cannot read it. Call 'UseGatewayCors' first.",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true,
        "Preflights, and errors most of all, must not be answered in front of UseGatewayCors. Only UseRouting, where the app calls it, goes before it.", Help);

    public static readonly DiagnosticDescriptor BeforeRouting = new(
        "CORS102", "UseGatewayCors stands before UseRouting",
        "'UseGatewayCors' stands before 'UseRouting', where the policy of an endpoint cannot be seen. Call 'UseRouting' first.",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true,
        "An app that calls UseRouting calls it before UseGatewayCors; one whose endpoints have policies does not start otherwise.", Help);

    public static readonly DiagnosticDescriptor TwoOwners = new(
        "CORS103", "UseCors stands beside UseGatewayCors",
        "'UseCors' stands beside 'UseGatewayCors': {0}. Remove it.",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true,
        "One place writes the CORS headers of an app. [EnableCors], [DisableCors] and RequireCors work with UseGatewayCors alone.", Help);

    public static readonly DiagnosticDescriptor UnknownPolicy = new(
        "CORS104", "There is no CORS policy of this name",
        "There is no policy '{0}': neither AddPolicy nor an appsettings*.json file names it.{1}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true,
        "A name that does not exist stops the app at startup; on Lambda it refuses every origin.", Help);

    public static readonly DiagnosticDescriptor NoOrigin = new(
        "CORS105", "The app does not start with this origin",
        "{0}",
        Category, DiagnosticSeverity.Warning, isEnabledByDefault: true,
        "What CorsKit refuses at startup, in the same words.", Help);
}
