using System.Collections.Immutable;
using CorsKit.Configuration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CorsKit.Analyzers.Policies;

/// <summary>CORS104: a policy name that no AddPolicy and no appsettings*.json has. Silent where a name may come from elsewhere.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PolicyNameAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.UnknownPolicy];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var (compilation, files, cancellationToken) = (start.Compilation, start.Options.AdditionalFiles, start.CancellationToken);
            if (compilation.GetTypeByMetadataName("CorsKit.GatewayCorsAttribute") is not null)
            {
                var names = new Lazy<PolicyNames?>(() => PolicyNames.Find(compilation, files, cancellationToken), LazyThreadSafetyMode.PublicationOnly);
                start.RegisterSyntaxNodeAction(node => AnalyzeCall(node, names), SyntaxKind.InvocationExpression);
                start.RegisterSyntaxNodeAction(node => AnalyzeAttribute(node, names), SyntaxKind.Attribute);
            }
        });
    }

    private static void AnalyzeCall(SyntaxNodeAnalysisContext context, Lazy<PolicyNames?> names)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        var name = call.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
            _ => null,
        };
        if (name is "RequireGatewayCors" or "UseGatewayCors" && call.ArgumentList.Arguments is [.., { Expression: { } policy }]
            && context.SemanticModel.GetSymbolInfo(call, context.CancellationToken).Symbol?.ContainingType is
            {
                Name: "GatewayCorsApplicationBuilderExtensions" or "GatewayCorsEndpointConventionBuilderExtensions"
            })
        {
            Check(context, policy, names);
        }
    }

    private static void AnalyzeAttribute(SyntaxNodeAnalysisContext context, Lazy<PolicyNames?> names)
    {
        var attribute = (AttributeSyntax)context.Node;
        if (attribute.ArgumentList?.Arguments is [{ Expression: { } policy }, ..]
            && context.SemanticModel.GetSymbolInfo(attribute, context.CancellationToken).Symbol?.ContainingType.ToDisplayString() == "CorsKit.GatewayCorsAttribute")
        {
            Check(context, policy, names);
        }
    }

    private static void Check(SyntaxNodeAnalysisContext context, ExpressionSyntax policy, Lazy<PolicyNames?> names)
    {
        if (context.SemanticModel.GetConstantValue(policy, context.CancellationToken) is not { HasValue: true, Value: string name }
            || string.IsNullOrWhiteSpace(name) || names.Value is not { } known || known.Contains(name))
        {
            return;
        }

        var near = known.All.FirstOrDefault(candidate => NearName.IsNear(candidate, name));
        context.ReportDiagnostic(Diagnostic.Create(
            Rule.UnknownPolicy, policy.GetLocation(), ImmutableDictionary<string, string?>.Empty.Add(Rule.Replacement, near), name, near is null ? "" : $" Write \"{near}\"."));
    }
}
