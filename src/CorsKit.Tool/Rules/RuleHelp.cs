namespace CorsKit.Tool.Rules;

/// <summary>What <c>corskit explain</c> tells of a rule.</summary>
/// <param name="Code">CK and three digits; never used for another rule.</param>
/// <param name="Level">Of its findings, where a finding does not say otherwise.</param>
/// <param name="Title">What is wrong, in one line without a full stop.</param>
internal sealed record RuleHelp(string Code, Level Level, string Title)
{
    /// <summary>What the browser's console prints; null where nothing comes so far.</summary>
    public string? ConsoleMessage { get; init; }

    public required string Why { get; init; }

    /// <summary>What to do, in a sentence: it stands behind every finding.</summary>
    public required string Fix { get; init; }

    /// <summary>The lines to paste; null where there are none.</summary>
    public string? Paste { get; init; }

    /// <summary>Whether fix and lines are in Terraform's words.</summary>
    public bool IsInTerraform { get; init; }

    /// <summary>Where it is documented.</summary>
    public required string Source { get; init; }
}
