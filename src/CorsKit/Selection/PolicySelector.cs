using CorsKit.Diagnostics;
using CorsKit.Policies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CorsKit.Selection;

/// <summary>
/// Selects the policy of a request by the app's own rule. Whatever goes wrong closes the door: no exception and no unknown
/// name leads to another policy.
/// </summary>
internal sealed class PolicySelector(ILogger logger, SelectionFailures failures)
{
    /// <summary>Names come from requests: only so many are remembered, so that nobody can fill the memory with them.</summary>
    private const int MostReportedNames = 100;

    private readonly HashSet<string> _reported = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="selection">The app's rule.</param>
    /// <param name="find">Finds the policy of a name, or null.</param>
    /// <param name="context">The request.</param>
    /// <param name="isPreflight">Whether it is a preflight.</param>
    /// <returns>The policy; null where none is selected, so that the middleware's own applies.</returns>
    public async ValueTask<NamedPolicy?> SelectAsync(PolicySelection selection, Func<string, NamedPolicy?> find, HttpContext context, bool isPreflight)
    {
        string? name;
        if (isPreflight && selection.PreflightPolicy is not null)
        {
            name = selection.PreflightPolicy;
        }
        else
        {
            try
            {
                name = await selection.Select(new CorsRequest(context, selection.Reads, isPreflight), context.RequestAborted).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // Whatever the app's rule throws, the request is answered, and nothing is allowed.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                if (!context.RequestAborted.IsCancellationRequested)
                {
                    failures.Report(exception);
                }

                return NamedPolicy.RefuseAll;
            }
        }

        return name is null ? null : find(name) ?? Unknown(name);
    }

    private NamedPolicy Unknown(string name)
    {
        var clean = LogText.Clean(name);
        lock (_reported)
        {
            if (_reported.Count < MostReportedNames && _reported.Add(clean))
            {
                Log.UnknownSelectedPolicy(logger, clean);
            }
        }

        return NamedPolicy.RefuseAll;
    }
}
