using System.Diagnostics.Metrics;

namespace CorsKit.Diagnostics;

/// <summary>
/// The counter <c>corskit.requests</c> (unit <c>{request}</c>) of the meter <c>CorsKit</c>. Its tags come from closed
/// sets; the origin is never one of them.
/// </summary>
internal sealed class RequestCounter
{
    private readonly Counter<long> _requests;

    public RequestCounter(IServiceProvider services) =>
        _requests = CorsMeter.Create(services).CreateCounter<long>("corskit.requests", "{request}", "Requests that a CORS policy applied to.");

    /// <summary>Whether anybody listens.</summary>
    public bool IsEnabled => _requests.Enabled;

    /// <param name="policy">The name of the policy.</param>
    /// <param name="preflight">Whether the request is a preflight.</param>
    /// <param name="result">One of a closed set.</param>
    public void Count(string policy, bool preflight, string result) => _requests.CountOne(
        new("corskit.policy", policy),
        new("corskit.kind", preflight ? "preflight" : "actual"),
        new("corskit.result", result));
}
