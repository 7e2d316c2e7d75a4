using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CorsKit.Analyzers.Pipelines;

/// <summary>Which of two calls in a method runs first, as far as the source tells for certain.</summary>
internal static class PipelineOrder
{
    /// <summary>Whether both run in one pass, and the first of them first.</summary>
    public static bool RunsBefore(PipelineCall first, PipelineCall second)
    {
        if (!first.IsBeside(second) || first.Name.SpanStart >= second.Name.SpanStart)
        {
            return false;
        }

        var common = first.Name.AncestorsAndSelf().First(node => node.Span.Contains(second.Name.Span));
        return !AreAlternatives(common, first.Name, second.Name) && !(IsConditional(first.Name, common) && IsConditional(second.Name, common)) && !Leaves(first.Name, common) && !IsAssignedBetween(first, second);
    }

    /// <summary>The branches of an <c>if</c>, a <c>switch</c> and the like.</summary>
    private static bool AreAlternatives(SyntaxNode common, SyntaxNode first, SyntaxNode second) => common switch
    {
        IfStatementSyntax choice => choice.Statement.Span.Contains(first.Span) && choice.Else?.Span.Contains(second.Span) == true,
        ConditionalExpressionSyntax choice => choice.WhenTrue.Span.Contains(first.Span) && choice.WhenFalse.Span.Contains(second.Span),
        SwitchStatementSyntax or SwitchExpressionSyntax or TryStatementSyntax => true,
        _ => false,
    };

    /// <summary>Two conditions may exclude each other.</summary>
    private static bool IsConditional(SyntaxNode call, SyntaxNode common) =>
        call.Ancestors().TakeWhile(node => node != common).Any(node => node is IfStatementSyntax or ConditionalExpressionSyntax);

    /// <summary>Whether a block around the first ends with leaving the method or the loop.</summary>
    private static bool Leaves(SyntaxNode first, SyntaxNode common) =>
        first.Ancestors().TakeWhile(node => node != common).OfType<BlockSyntax>()
            .Any(block => block.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or YieldStatementSyntax)
        || first.Ancestors().TakeWhile(node => node != common).Any(node => node is ReturnStatementSyntax);

    /// <summary>Whether the variable holds another app meanwhile.</summary>
    private static bool IsAssignedBetween(PipelineCall first, PipelineCall second) =>
        first.Body.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment =>
            assignment.SpanStart > first.Name.SpanStart && assignment.SpanStart < second.Name.SpanStart
            && assignment.Left is IdentifierNameSyntax name && name.Identifier.ValueText == first.App.Name);
}
