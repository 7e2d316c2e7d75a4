using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace CorsKit;

/// <summary>
/// The counter <c>corskit.requests</c> (unit <c>{request}</c>) of the meter <c>CorsKit</c>. Its tags come from closed
/// sets; the origin is never one of them.
/// </summary>
internal sealed class RequestCounter
{
    private const string MeterName = "CorsKit";

    private readonly Counter<long> _requests;

    public RequestCounter(IServiceProvider services)
    {
#pragma warning disable CA2000 // The factory disposes of its meters; a meter without one lives as long as the process.
        var meter = services.GetService<IMeterFactory>()?.Create(MeterName) ?? new Meter(MeterName);
#pragma warning restore CA2000
        _requests = meter.CreateCounter<long>("corskit.requests", "{request}", "Requests that a CORS policy applied to.");
    }

    /// <summary>Whether anybody listens.</summary>
    public bool IsEnabled => _requests.Enabled;

    public void Count(string policy, bool preflight, CorsReason result)
    {
        _requests.Add(
            1,
            new KeyValuePair<string, object?>("corskit.policy", policy),
            new KeyValuePair<string, object?>("corskit.kind", preflight ? "preflight" : "actual"),
            new KeyValuePair<string, object?>("corskit.result", CorsReasonNames.Code(result)));
    }
}
