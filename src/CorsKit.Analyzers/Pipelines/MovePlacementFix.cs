using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CorsKit.Analyzers.Pipelines;

/// <summary>
/// CORS101: moves UseGatewayCors in front of what answers, and UseRouting with it where that stands between them. CORS102: moves
/// UseRouting in front of UseGatewayCors. Offered only where statements can change places and mean the same.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MovePlacementFix : CodeFixProvider
{
    // What routing sees depends on these: UseRouting does not change places with them.
    private static readonly string[] BeforeRouting = ["UsePathBase", "UseRewriter", "UseForwardedHeaders", "UseHttpMethodOverride", "UseODataBatching"];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Rule.BehindAnswer.Id, Rule.BeforeRouting.Id];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false))!;
        foreach (var diagnostic in context.Diagnostics)
        {
            var cors = root.FindNode(diagnostic.Location.SourceSpan);
            var other = root.FindNode(diagnostic.AdditionalLocations[0].SourceSpan);
            var (title, moved) = diagnostic.Id == Rule.BehindAnswer.Id
                ? ("Call UseGatewayCors first", MoveUp(root, cors, other))
                : ("Call UseRouting before UseGatewayCors", MoveUp(root, other, cors));
            if (moved is not null)
            {
                context.RegisterCodeFix(CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(moved)), diagnostic.Id), diagnostic);
            }
        }
    }

    /// <returns>The source with the statement of one call in front of the statement of another; null where they cannot change places.</returns>
    private static SyntaxNode? MoveUp(SyntaxNode root, SyntaxNode call, SyntaxNode target)
    {
        if (Statements.Find(call, target) is not var (from, to) || HasCall(to, "UseRouting"))
        {
            return null;
        }

        var between = Statements.Between(to, from);
        if (between.Append(from).Any(item => item.ContainsDirectives))
        {
            // #if and #endif would change places too.
            return null;
        }

        if (!Statements.IsAlone(call, from))
        {
            return HasCall(from, "UseRouting") || between.Any(item => HasCall(item, "UseRouting")) ? null : Statements.Extract(root, call, from, to);
        }

        var routing = between.Where(item => HasCall(item, "UseRouting")).ToList();
        return Statements.UsesLocals(from, between) || routing.Any(item => !Statements.IsCallAlone(FindCall(item, "UseRouting")!, item))
            || ((routing.Count > 0 || HasCall(from, "UseRouting")) && between.Any(item => BeforeRouting.Any(name => HasCall(item, name)))) ? null
            : Statements.Move(root, [.. routing, from], to);
    }

    private static bool HasCall(SyntaxNode statement, string name) => FindCall(statement, name) is not null;

    private static SimpleNameSyntax? FindCall(SyntaxNode statement, string name) =>
        statement.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<SimpleNameSyntax>().FirstOrDefault(node => node.Identifier.ValueText == name && node.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax });
}
