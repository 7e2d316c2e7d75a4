using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>The files that a template names: read once, whatever the number of scenarios.</summary>
/// <param name="template">The template's file.</param>
/// <param name="allowsOutside">Whether they may lie outside the template's folder: a template that somebody else wrote names any file of the machine.</param>
internal sealed class IncludedFiles(string template, bool allowsOutside)
{
    private const int MaxLinks = 40;

    private readonly Dictionary<string, Node?> _roots = new(StringComparer.Ordinal);

    /// <summary>Files that are there and cannot be used.</summary>
    public List<UnusableInput> Unusable { get; } = [];

    /// <summary>Files that are there and lie outside the template's folder, as the template names them.</summary>
    public HashSet<string> Outside { get; } = [];

    /// <summary>Files that are there and cannot be used, as the template names them.</summary>
    public HashSet<string> Broken { get; } = [];

    /// <summary>The root of a file beside the template; null for what lies elsewhere or cannot be used.</summary>
    public Node? Find(string location)
    {
        if (!_roots.TryGetValue(location, out var root))
        {
            _roots[location] = root = Read(location);
        }

        return root;
    }

    private Node? Read(string location)
    {
        if (location.Length == 0 || location.Contains("://", StringComparison.Ordinal) || location.Contains("${", StringComparison.Ordinal))
        {
            return null;
        }

        var folder = RealPath(Path.GetFullPath(Path.GetDirectoryName(template) is { Length: > 0 } beside ? beside : "."));
        var path = Path.Combine(Path.GetDirectoryName(template) ?? "", location);
        try
        {
            var real = RealPath(Path.GetFullPath(path));
            if (!File.Exists(real))
            {
                return null;
            }

            if (!allowsOutside && !real.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                Outside.Add(location);
                return null;
            }

            // A pipe or a device has no length, and may have no end.
            return new FileInfo(real).Length == 0
                ? throw new UnusableInput(new Location(path, 1, 1), "the file is empty, or it is a pipe or a device; a template includes regular files")
                : Document.Read(path).Root;
        }
        catch (UnusableInput unusable)
        {
            Unusable.Add(unusable);
            Broken.Add(location);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Unusable.Add(new UnusableInput(new Location(path, 1, 1), exception.Message));
            Broken.Add(location);
            return null;
        }
    }

    /// <summary>Where the path leads once every link in it is followed.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    private static string RealPath(string path, int links = 0)
    {
        if (links > MaxLinks)
        {
            throw new IOException("its links lead in a circle");
        }

        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            real = new FileInfo(real).ResolveLinkTarget(returnFinalTarget: true) is { } target ? RealPath(target.FullName, links + 1) : real;
        }

        return real;
    }
}
