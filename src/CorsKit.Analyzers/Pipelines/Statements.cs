using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CorsKit.Analyzers.Pipelines;

/// <summary>Statements that change places: those of a block, or of a file without a method.</summary>
internal static class Statements
{
    /// <returns>The statements of one list that the two nodes stand in; null where the first stands in a statement of its own further in.</returns>
    public static (SyntaxNode From, SyntaxNode To)? Find(SyntaxNode call, SyntaxNode target)
    {
        var from = call.FirstAncestorOrSelf<StatementSyntax>();
        if (from is LocalFunctionStatementSyntax || call.Ancestors().TakeWhile(node => node != from).Any(node => node is AnonymousFunctionExpressionSyntax))
        {
            // The statement around void Api() => … or app => … runs at another time.
            return null;
        }

        // if (…) app.UseGatewayCors(); moves as it is.
        while (from is not null && !from.Parent!.Span.Contains(target.Span)
            && (from.Parent is IfStatementSyntax { Else: null } || from.Parent is BlockSyntax { Statements.Count: 1, Parent: IfStatementSyntax { Else: null } }))
        {
            from = from.FirstAncestorOrSelf<IfStatementSyntax>();
        }

        var item = from?.Parent is GlobalStatementSyntax global ? global : (SyntaxNode?)from;
        return item?.Parent is not (BlockSyntax or CompilationUnitSyntax or SwitchSectionSyntax) || !item.Parent.Span.Contains(target.Span) ? null
            : (item, target.AncestorsAndSelf().First(node => node.Parent == item.Parent));
    }

    /// <summary>What stands behind the one and in front of the other, the one included.</summary>
    public static List<SyntaxNode> Between(SyntaxNode to, SyntaxNode from) =>
        [.. to.Parent!.ChildNodes().Where(node => node.SpanStart >= to.SpanStart && node.SpanStart < from.SpanStart)];

    /// <summary>Whether the call is all that the statement does: <c>app.UseRouting();</c>.</summary>
    public static bool IsAlone(SyntaxNode call, SyntaxNode item) =>
        call.Parent is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }, Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } }
        && item.Span.Contains(call.Span);

    /// <summary>Whether the call is the item itself, and not a statement within it.</summary>
    public static bool IsCallAlone(SyntaxNode call, SyntaxNode item) =>
        (item is GlobalStatementSyntax global ? global.Statement : item) is ExpressionStatementSyntax && IsAlone(call, item);

    /// <summary>Whether the statement reads a variable that one of the others declares.</summary>
    public static bool UsesLocals(SyntaxNode item, IEnumerable<SyntaxNode> others)
    {
        var declared = new HashSet<string>(others.SelectMany(other => other.DescendantNodes()).Select(node => node switch
        {
            VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
            SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
            _ => "",
        }));
        return item.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => declared.Contains(name.Identifier.ValueText));
    }

    public static SyntaxNode Move(SyntaxNode root, IReadOnlyList<SyntaxNode> items, SyntaxNode to)
    {
        // The blank line in front of the first stays in front of the first.
        var blank = to.GetLeadingTrivia().TakeWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)).ToList();
        var moved = items.Select(WithoutBlankLines).ToList();
        moved[0] = moved[0].WithLeadingTrivia(moved[0].GetLeadingTrivia().InsertRange(0, blank));
        root = root.TrackNodes(items.Append(to));
        root = root.RemoveNodes(items.Select(item => root.GetCurrentNode(item)!), SyntaxRemoveOptions.KeepNoTrivia)!;
        root = root.InsertNodesBefore(root.GetCurrentNode(to)!, moved);
        return root.ReplaceNode(root.GetCurrentNode(to)!, WithoutBlankLines(root.GetCurrentNode(to)!));
    }

    /// <summary>Takes a call out of a chain and makes a statement of it; null where the chain does not begin with a name.</summary>
    public static SyntaxNode? Extract(SyntaxNode root, SyntaxNode call, SyntaxNode from, SyntaxNode to)
    {
        if (call.Parent is not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax invocation } member
            || invocation.DescendantNodes().OfType<MemberAccessExpressionSyntax>().FirstOrDefault(access => access.Expression is IdentifierNameSyntax) is not { Expression: IdentifierNameSyntax app }
            || invocation.ArgumentList.Arguments.Any(argument => argument.Expression is not LiteralExpressionSyntax)
            || from is not (ExpressionStatementSyntax or GlobalStatementSyntax { Statement: ExpressionStatementSyntax }))
        {
            return null;
        }

        StatementSyntax statement = SyntaxFactory.ExpressionStatement(invocation.WithoutTrivia().WithExpression(SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression, app.WithoutTrivia(), member.Name.WithoutTrivia())));
        SyntaxNode added = from is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(statement) : statement;
        var line = to.GetTrailingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        var leading = to.GetLeadingTrivia();
        var blank = leading.TakeWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        var indent = leading.Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        added = added.WithLeadingTrivia(blank.Concat(indent)).WithTrailingTrivia(line == default ? SyntaxFactory.LineFeed : line);
        root = root.TrackNodes(invocation, to);
        root = root.ReplaceNode(root.GetCurrentNode(invocation)!, member.Expression.WithTrailingTrivia(invocation.GetTrailingTrivia()));
        root = root.InsertNodesBefore(root.GetCurrentNode(to)!, [added]);
        return root.ReplaceNode(root.GetCurrentNode(to)!, WithoutBlankLines(root.GetCurrentNode(to)!));
    }

    private static SyntaxNode WithoutBlankLines(SyntaxNode item) =>
        item.WithLeadingTrivia(item.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
}
