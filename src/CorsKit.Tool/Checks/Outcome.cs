using CorsKit.Tool.Rules;
using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Checks;

/// <summary>All that one run of check has to say.</summary>
internal sealed class Outcome
{
    private readonly HashSet<(string Code, Location Location, string? Resource, string Message)> _known = [];
    private readonly List<Finding> _findings = [];

    /// <summary>The files that were named, in that order.</summary>
    public List<string> Files { get; } = [];

    public List<UnusableInput> Unusable { get; } = [];

    /// <summary>How many files cannot be used, those that a template includes among them.</summary>
    public int UnusableFiles => Unusable.Select(unusable => unusable.Location.File).Distinct().Count();

    /// <summary>How many files were named, and included ones that cannot be used.</summary>
    public int AllFiles => Files.Union(Unusable.Select(unusable => unusable.Location.File)).Count();

    /// <summary>What is reported, by file as they were named, then by place.</summary>
    public IReadOnlyList<Finding> Findings => [.. Ordered(_findings.Where(finding => finding.Suppression is null))];

    public IReadOnlyList<Finding> Suppressed => [.. Ordered(_findings.Where(finding => finding.Suppression is not null))];

    /// <summary>Takes each finding once, however many files lead to it.</summary>
    public void Add(Finding finding)
    {
        if (_known.Add((finding.Rule.Code, finding.Location, finding.Resource, finding.Message)))
        {
            _findings.Add(finding);
        }
    }

    public int Count(Level level) => _findings.Count(finding => finding.Suppression is null && finding.Level == level);

    /// <summary>0: clean; 1: findings at or above the level; 2: a file that cannot be used.</summary>
    public int ExitCode(Level failOn) =>
        Unusable.Count > 0 ? 2
        : Findings.Any(finding => finding.Level >= failOn) ? 1
        : 0;

    private IEnumerable<Finding> Ordered(IEnumerable<Finding> findings)
    {
        int Rank(Finding finding) => Files.IndexOf(finding.Location.File) is >= 0 and var index ? index : Files.Count;
        return findings.OrderBy(Rank).ThenBy(finding => finding.Location.File, StringComparer.Ordinal)
            .ThenBy(finding => finding.Location.Line).ThenBy(finding => finding.Location.Column)
            .ThenBy(finding => finding.Rule.Code, StringComparer.Ordinal).ThenBy(finding => finding.Message, StringComparer.Ordinal);
    }
}
