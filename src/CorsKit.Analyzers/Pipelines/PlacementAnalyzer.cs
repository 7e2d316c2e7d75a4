using System.Collections.Immutable;
using CorsKit.Analyzers.Policies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CorsKit.Analyzers.Pipelines;

/// <summary>
/// Where UseGatewayCors stands in its method: CORS101, CORS102, and CORS103 where UseCors stands beside it. What other
/// methods add to the pipeline is not seen, and nothing is said of it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PlacementAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.BehindAnswer, Rule.BeforeRouting, Rule.TwoOwners];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.GatewayCorsApplicationBuilderExtensions") is not null)
            {
                var compilation = start.Compilation;
                var bypasses = new Lazy<bool>(() => PolicyNames.IsSharedByOthers(compilation) || compilation.SyntaxTrees.Any(tree => tree.ToString().Contains("BypassGatewayCors")));
                start.RegisterOperationBlockAction(block => Analyze(block, bypasses));
            }
        });
    }

    private static void Analyze(OperationBlockAnalysisContext context, Lazy<bool> bypasses)
    {
        List<PipelineCall>? calls = null;
        foreach (var block in context.OperationBlocks)
        {
            foreach (var operation in block.Descendants())
            {
                if (operation is IInvocationOperation invocation && PipelineCall.From(invocation) is { } call)
                {
                    (calls ??= []).Add(call);
                }
            }
        }

        foreach (var cors in calls ?? [])
        {
            if (cors.IsUseGatewayCors)
            {
                Analyze(context, cors, calls!, bypasses);
            }
        }
    }

    private static void Analyze(OperationBlockAnalysisContext context, PipelineCall cors, List<PipelineCall> calls, Lazy<bool> bypasses)
    {
        var inFront = calls.Where(call => call.Answers && PipelineOrder.RunsBefore(call, cors)).OrderBy(call => call.Name.SpanStart).FirstOrDefault();
        if (inFront is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule.BehindAnswer, cors.Name.GetLocation(), [inFront.Name.GetLocation()], inFront.Name.Identifier.ValueText));
        }

        if (calls.FirstOrDefault(call => call.IsUseRouting && PipelineOrder.RunsBefore(cors, call)) is { } routing && !calls.Any(call => IsBatching(call, cors, routing)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule.BeforeRouting, cors.Name.GetLocation(), [routing.Name.GetLocation()]));
        }

        foreach (var other in calls.Where(call => call.IsUseCors))
        {
            if (PipelineOrder.RunsBefore(other, cors))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule.TwoOwners, other.Name.GetLocation(), "it answers preflights in front of it"));
            }
            else if (PipelineOrder.RunsBefore(cors, other) && !bypasses.Value)
            {
                // An endpoint with BypassGatewayCors may leave its CORS to UseCors.
                context.ReportDiagnostic(Diagnostic.Create(Rule.TwoOwners, other.Name.GetLocation(), "what it writes is replaced"));
            }
        }
    }

    /// <summary>OData batching stands in front of UseRouting, and UseGatewayCors in front of that.</summary>
    private static bool IsBatching(PipelineCall call, PipelineCall cors, PipelineCall routing) =>
        call.Method.Name == "UseODataBatching" && PipelineOrder.RunsBefore(cors, call) && PipelineOrder.RunsBefore(call, routing);
}
