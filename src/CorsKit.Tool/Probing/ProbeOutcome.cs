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
    public int ExitCode => Diagnosis is not null || Steps.IsBlocked ? 1 : 0;
}
