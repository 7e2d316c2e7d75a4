using System.Buffers;
using System.Collections.Immutable;
using CorsKit.Origins;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CorsKit.Analyzers.Origins;

/// <summary>CORS105: an origin in the source that the engine refuses at startup, in the engine's words.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OriginAnalyzer : DiagnosticAnalyzer
{
    private const string Setting = "AllowOrigins";

    // What stands in lists, JSON, placeholders and regular expressions: the engine says what is wrong with those, at startup.
    private static readonly SearchValues<char> NotOne = SearchValues.Create(" \t\r\n,;|{<%$");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.NoOrigin];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Analyze, SyntaxKind.StringLiteralExpression);
    }

    private static void Analyze(SyntaxNodeAnalysisContext context)
    {
        var literal = (LiteralExpressionSyntax)context.Node;
        var item = literal.Token.ValueText;
        if (FindSetting(literal) is not { } setting || string.IsNullOrWhiteSpace(item) || item == "*" || item.AsSpan().ContainsAny(NotOne)
            || OriginPattern.TryParse(item, out _, out _) || !IsOurs(context.SemanticModel.GetSymbolInfo(setting, context.CancellationToken).Symbol))
        {
            return;
        }

        var fault = OriginFault.Find(item);
        context.ReportDiagnostic(Diagnostic.Create(
            Rule.NoOrigin, literal.GetLocation(), ImmutableDictionary<string, string?>.Empty.Add(Rule.Replacement, FindReplacement(fault.Fix)), $"{fault.Code} \"{item}\": {fault.Reason}. {fault.Fix}"));
    }

    /// <returns>The name AllowOrigins that the literal is given to, in a list or by itself; null where it is given to something else.</returns>
    private static SyntaxNode? FindSetting(SyntaxNode literal)
    {
        var node = literal.Parent;
        while (node is ParenthesizedExpressionSyntax or CollectionElementSyntax or CollectionExpressionSyntax or InitializerExpressionSyntax or ArrayCreationExpressionSyntax
            or ImplicitArrayCreationExpressionSyntax or BaseObjectCreationExpressionSyntax)
        {
            node = node.Parent;
        }

        return node switch
        {
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: Setting } method } } => method,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: Setting } property } => property,
            AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: Setting } property } => property,
            _ => null,
        };
    }

    private static bool IsOurs(ISymbol? symbol) =>
        symbol?.ContainingType is { Name: "GatewayCorsPolicyBuilder" or "GatewayCorsPolicySettings", ContainingNamespace: { Name: "CorsKit", ContainingNamespace.IsGlobalNamespace: true } };

    /// <returns>What the fix says to write, where it says nothing else.</returns>
    private static string? FindReplacement(string fix) =>
        fix.StartsWith("Write \"", StringComparison.Ordinal) && fix.IndexOf('"', 7) is > 0 and var end && fix.Substring(end) == "\"." ? fix.Substring(7, end - 7) : null;
}
