using System.Globalization;
using CorsKit.Tool.Probing.Diagnoses;
using CorsKit.Tool.Probing.Steps;

namespace CorsKit.Tool.Probing;

/// <summary>All that one probe has to say.</summary>
/// <param name="Steps">What was sent and seen.</param>
/// <param name="Diagnosis">Why pages fail; null where there is no reason.</param>
internal sealed record ProbeOutcome(ProbeSteps Steps, Diagnosis? Diagnosis)
{
    public LivePolicy? Policy => Steps.Policy;

    public string Origin => Steps.Request.Origin;

    /// <summary>The whole of it in one clause.</summary>
    public string Summary =>
        Diagnosis is not null ? Diagnosis.Help.Title
        : Steps.IsBlocked ? "A page cannot use this, and nothing seen tells why but the browser's own words"
        : $"{(Errors.Count == 0 ? "No cause found: a page" : $"CORS is fine; the API answered {string.Join(" and ", Errors)}. A page")} of {Origin} can {(Errors.Count == 0 ? "use" : "read")} this"
            + (Policy is null ? "" : ", and what is live is the policy of the settings");

    /// <summary>The errors that a page can read: the API's own, and no matter of CORS.</summary>
    private List<string> Errors => [.. Steps.All.Where(step => step is { Kind: ProbeStepKind.Actual, Outcome: { Readable: true, Status: >= 400 } })
        .Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Outcome.Status} to {step.Title}"))];

    /// <summary>What a browser makes of a step; where nothing is wrong, a refusal that had to be is called that.</summary>
    public string VerdictOf(ProbeStep step) => IsHealthy && step.IsRefusedAsUntrusted ? "refused, as it should be" : step.Verdict;

    /// <summary>What is worth knowing and breaks nothing here.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            var request = Steps.Request;
            if (request is { Url: { Scheme: "http", IsLoopback: false }, Origin: ['h', 't', 't', 'p', 's', ..] })
            {
                yield return "A page on https may not call http at all (mixed content), whatever CORS says: use the https address.";
            }

            if (Diagnosis is null && request.WithCredentials is false && Steps.Actual.AllowOrigin == "*")
            {
                yield return "Pages of any origin may read this, without credentials.";
            }

            if (Steps.MissingPath is { Fingerprint: { IsHttpApi: true, GatewayMessage: not null }, AllowOrigin: null })
            {
                yield return "The HTTP API's own errors (here for a path without route) have no CORS headers: a page cannot read their status.";
            }
        }
    }

    /// <summary>0: nothing found; 1: a diagnosis, or a page that is stopped by what nothing explains.</summary>
    public int ExitCode => IsHealthy ? 0 : 1;

    private bool IsHealthy => Diagnosis is null && !Steps.IsBlocked;
}
