namespace CorsKit.Tool.Templates;

/// <summary>The files that a template names: read once, whatever the number of scenarios.</summary>
internal sealed class IncludedFiles
{
    private const int MaxLinks = 40;

    private readonly string _template;
    private readonly bool _allowsOutside;
    private readonly IncludedFiles? _parent;
    private readonly string _folder;
    private readonly Dictionary<string, Document?> _documents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IncludedFiles> _nested = new(StringComparer.Ordinal);

    /// <param name="template">The template's file.</param>
    /// <param name="allowsOutside">Whether they may lie outside the template's folder: a template that somebody else wrote names any file of the machine.</param>
    public IncludedFiles(string template, bool allowsOutside)
    {
        _template = template;
        _allowsOutside = allowsOutside;
        _folder = PathOf(Path.GetDirectoryName(template) is { Length: > 0 } beside ? beside : ".");
    }

    /// <summary>Of a nested template: its names are relative to itself, and the folder is that of the template which nests it.</summary>
    private IncludedFiles(string template, IncludedFiles parent)
    {
        (_template, _parent) = (template, parent);
        (_allowsOutside, _folder, Unusable, Read, Documents) = (parent._allowsOutside, parent._folder, parent.Unusable, parent.Read, parent.Documents);
    }

    /// <summary>Files that are there and cannot be used.</summary>
    public List<UnusableInput> Unusable { get; } = [];

    /// <summary>The real paths of all files that were read.</summary>
    public HashSet<string> Read { get; } = [];

    /// <summary>What was read.</summary>
    public List<Document> Documents { get; } = [];

    /// <summary>Files that are there and lie outside the template's folder, as the template names them.</summary>
    public HashSet<string> Outside { get; } = [];

    /// <summary>Files that are there and cannot be used, as the template names them.</summary>
    public HashSet<string> Broken { get; } = [];

    /// <summary>The root of a file beside the template; null for what lies elsewhere or cannot be used.</summary>
    public Node? Find(string location) => Open(location)?.Root;

    public Document? Open(string location)
    {
        if (!_documents.TryGetValue(location, out var document))
        {
            _documents[location] = document = ReadFile(location);
        }

        return document;
    }

    /// <summary>The files of a template that this one nests.</summary>
    public IncludedFiles Of(Document nested)
    {
        if (!_nested.TryGetValue(nested.File, out var files))
        {
            _nested[nested.File] = files = new IncludedFiles(nested.File, this);
        }

        return files;
    }

    /// <summary>Whether the file is the template, or one that nests it.</summary>
    public bool IsInside(string file) => PathOf(_template) == PathOf(file) || _parent?.IsInside(file) == true;

    /// <summary>Where the file lies, whatever it is called.</summary>
    public static string PathOf(string file)
    {
        try
        {
            return RealPath(Path.GetFullPath(file));
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return file;
        }
    }

    private Document? ReadFile(string location)
    {
        if (location.Length == 0 || location.Contains("://", StringComparison.Ordinal) || location.Contains("${", StringComparison.Ordinal))
        {
            return null;
        }

        var path = Path.Combine(Path.GetDirectoryName(_template) ?? "", location.StartsWith("./", StringComparison.Ordinal) ? location[2..] : location);
        try
        {
            var real = RealPath(Path.GetFullPath(path));
            if (!File.Exists(real))
            {
                return null;
            }

            if (!_allowsOutside && !real.StartsWith(Path.EndsInDirectorySeparator(_folder) ? _folder : _folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                Outside.Add(location);
                return null;
            }

            Read.Add(real);

            // A pipe or a device has no length, and may have no end.
            var document = new FileInfo(real).Length == 0
                ? throw new UnusableInput(new Location(path, 1, 1), "the file is empty, or it is a pipe or a device; a template includes regular files")
                : Document.Read(path);
            Documents.Add(document);
            return document;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // So a link to nowhere ends too.
            return null;
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
