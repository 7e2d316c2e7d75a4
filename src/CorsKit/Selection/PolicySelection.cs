namespace CorsKit.Selection;

/// <summary>How the policy of a request is selected, and what that reads.</summary>
internal sealed record PolicySelection(
    Func<CorsRequest, CancellationToken, ValueTask<string?>> Select, VaryBy Reads, string? PreflightPolicy)
{
    /// <summary>What Vary must name, or null: the policy for preflights is the same for all of them.</summary>
    public string? VaryOn(bool isPreflight) => isPreflight && PreflightPolicy is not null ? null : Reads.Vary;
}
