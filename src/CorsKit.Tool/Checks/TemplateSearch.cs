using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Checks;

/// <summary>The templates of a folder: those of SAM and CloudFormation by their usual names, and those that CDK wrote.</summary>
internal static class TemplateSearch
{
    /// <summary>Levels below the folder: room for a monorepo.</summary>
    private const int MaxDepth = 12;

    /// <summary>Folders that are looked into: no repository has more of its own, and a disk has.</summary>
    private const int MaxFolders = 20_000;

    /// <summary>Enough for any repository, and few enough to be read.</summary>
    private const int MaxTemplates = 1_000;

    /// <summary>What others wrote, and what a build copied.</summary>
    private static readonly string[] LeftOut = ["node_modules", ".git", "bin", "obj", ".aws-sam"];

    private static readonly string[] Endings = [".template", ".template.json", ".template.yaml", ".template.yml"];

    private static readonly string Here = $".{Path.DirectorySeparatorChar}";

    // A link to a folder may lead anywhere, and in a circle.
    private static readonly EnumerationOptions Folders = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    private static readonly EnumerationOptions Files = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    /// <returns>In the order of their paths, those of a folder before those of the folders in it.</returns>
    /// <exception cref="UnusableInput">There is none, or there are more than somebody can have meant.</exception>
    public static IReadOnlyList<string> In(string folder)
    {
        try
        {
            return Search(folder) is { Count: > 0 } found ? found : throw Unusable(folder,
                $"no template is in this folder: template.yaml (.yml, .json), *.template and *.template.json (.yaml, .yml) were looked for, {MaxDepth} levels deep and outside of {string.Join(", ", LeftOut)}; name a file that has another name");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(folder, exception.Message);
        }
    }

    private static List<string> Search(string folder)
    {
        var found = new List<string>();
        var looked = 0;
        var left = new Stack<(string Folder, int Depth)>([(folder, 0)]);
        while (left.TryPop(out var next))
        {
            if (++looked > MaxFolders)
            {
                throw Unusable(folder, $"there are more than {MaxFolders} folders in it; name one that is nearer to the templates");
            }

            found.AddRange(Directory.EnumerateFiles(next.Folder, "*", Files).Select(file => file.StartsWith(Here, StringComparison.Ordinal) ? file[Here.Length..] : file)
                .Where(file => IsTemplate(Path.GetFileName(file)) && MentionsResources(file)).Order(StringComparer.Ordinal));
            if (found.Count > MaxTemplates)
            {
                throw Unusable(folder, $"there are more than {MaxTemplates} templates in it; name one that has fewer");
            }

            // The last one is pushed first, so that the first one is looked into next.
            if (next.Depth < MaxDepth)
            {
                foreach (var inner in Directory.EnumerateDirectories(next.Folder, "*", Folders).Where(IsLookedInto).OrderDescending(StringComparer.Ordinal))
                {
                    left.Push((inner, next.Depth + 1));
                }
            }
        }

        return found;
    }

    private static bool IsTemplate(string name) =>
        name is "template.yaml" or "template.yml" or "template.json"
        || Endings.Any(ending => name.Length > ending.Length && name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Other tools have files of these names; those of CloudFormation name the type of a resource.</summary>
    private static bool MentionsResources(string file)
    {
        try
        {
            // A pipe or a device has no length, and may have no end.
            var target = new FileInfo(file).ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? new FileInfo(file);
            return target.Length is > 0 and <= Document.MaxBytes && File.ReadAllBytes(target.FullName).AsSpan().IndexOf("AWS::"u8) >= 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Checking it says why it cannot be read.
            return true;
        }
    }

    /// <summary>What CDK keeps as assets is the code of functions.</summary>
    private static bool IsLookedInto(string folder) =>
        Path.GetFileName(folder) is var name && !LeftOut.Contains(name, StringComparer.OrdinalIgnoreCase) && !name.StartsWith("asset.", StringComparison.Ordinal);

    private static UnusableInput Unusable(string folder, string reason) => new(new Location(folder, 1, 1), reason);
}
