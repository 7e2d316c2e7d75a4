using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Gateways;

/// <summary>The files that a template names: read once, whatever the number of scenarios.</summary>
internal sealed class IncludedFiles(string template)
{
    private readonly Dictionary<string, Node?> _roots = new(StringComparer.Ordinal);

    /// <summary>Files that are there and cannot be used.</summary>
    public List<UnusableInput> Unusable { get; } = [];

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

        var path = Path.Combine(Path.GetDirectoryName(template) ?? "", location);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return Document.Read(path).Root;
        }
        catch (UnusableInput unusable)
        {
            Unusable.Add(unusable);
            return null;
        }
    }
}
