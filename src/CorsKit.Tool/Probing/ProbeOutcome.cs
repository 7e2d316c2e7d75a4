using CorsKit.Tool.Probing.Causes;

namespace CorsKit.Tool.Probing;

/// <summary>All that one probe has to say.</summary>
/// <param name="Trials">What was sent and seen.</param>
/// <param name="Cause">Why pages fail; null where there is no reason.</param>
internal sealed record ProbeOutcome(Trials Trials, Cause? Cause)
{
    public LivePolicy? Policy => Trials.Policy;

    public string Origin => Trials.Request.Origin;

    /// <summary>What is worth knowing and breaks nothing here.</summary>
    public IEnumerable<string> Notes
    {
        get
        {
            var request = Trials.Request;
            if (request is { Url: { Scheme: "http", IsLoopback: false }, Origin: ['h', 't', 't', 'p', 's', ..] })
            {
                yield return "A page on https may not call http at all (mixed content), whatever CORS says: use the https address.";
            }

            if (Cause is null && request.WithCredentials is false && Trials.Actual.AllowOrigin == "*")
            {
                yield return "Pages of any origin may read this, without credentials.";
            }

            if (Trials.MissingPath is { Evidence: { IsHttpApi: true, GatewayMessage: not null }, AllowOrigin: null })
            {
                yield return "The HTTP API's own errors (here for a path without route) have no CORS headers: a page cannot read their status.";
            }
        }
    }

    /// <summary>0: nothing found; 1: a cause, or a page that is stopped by what nothing explains.</summary>
    public int ExitCode => Cause is not null || Trials.IsBlocked ? 1 : 0;
}
