using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CorsKit.Tests.Readme;

/// <summary>A page of the documentation: a Markdown file of the repository.</summary>
internal sealed class Page
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    private readonly MarkdownDocument _document;

    private Page(string path)
    {
        Path = path;
        Text = Repository.Read(path);
        _document = Markdown.Parse(Text, Pipeline);
        Blocks = [.. _document.Descendants<FencedCodeBlock>().Select(Read)];
    }

    /// <summary>All pages, by their paths.</summary>
    public static IReadOnlyList<Page> All { get; } =
    [
        .. new DirectoryInfo(Repository.Root).EnumerateFiles("*.md", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Repository.Root, file.FullName).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(folder => folder is "bin" or "obj" or "node_modules" or "TestResults" or ".git"))
            .Order(StringComparer.Ordinal)
            .Select(path => new Page(path)),
    ];

    /// <summary>From the root of the repository, with slashes.</summary>
    public string Path { get; }

    public string Text { get; }

    /// <summary>The blocks between fences, in their order.</summary>
    public IReadOnlyList<PageBlock> Blocks { get; }

    public IEnumerable<string> Links => _document.Descendants<LinkInline>().Select(link => link.Url ?? "");

    /// <summary>What a link to a part of the page can name.</summary>
    public IEnumerable<string> Anchors => _document.Descendants<HeadingBlock>().Select(heading => heading.GetAttributes().Id ?? "");

    public static Page Of(string path) => All.Single(page => page.Path == path);

    private PageBlock Read(FencedCodeBlock block)
    {
        var siblings = block.Parent!;
        var before = siblings.IndexOf(block) is > 0 and var place ? siblings[place - 1] as HtmlBlock : null;
        var mark = before is null ? "" : before.Lines.ToString().Replace("<!--", "", StringComparison.Ordinal).Replace("-->", "", StringComparison.Ordinal).Trim();
        var (kind, name) = mark.Split(": ", 2) is [var first, var rest] ? (first, rest) : (mark, "");
        return new PageBlock($"{Path}:{block.Line + 1}", kind, name, block.Info ?? "", block.Lines.ToString());
    }
}

/// <summary>Code, a command or an output that a page shows.</summary>
/// <param name="Place">The page and the line.</param>
/// <param name="Mark">What the comment above the block says it is compared with; empty where there is no comment.</param>
/// <param name="Name">Which one, after a colon.</param>
/// <param name="Language">What stands behind the fence.</param>
/// <param name="Text">What stands between the fences.</param>
internal sealed record PageBlock(string Place, string Mark, string Name, string Language, string Text);
