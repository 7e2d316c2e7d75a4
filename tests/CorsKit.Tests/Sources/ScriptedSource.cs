using System.Collections.Concurrent;

namespace CorsKit.Tests.Sources;

/// <summary>A source that answers as the test says, and keeps what it was asked.</summary>
public sealed class ScriptedSource : IOriginSource
{
    private readonly ConcurrentQueue<string> _asked = new();

    public Func<string, OriginSourceContext, CancellationToken, ValueTask<OriginAnswer>> Answer { get; set; } = (_, _, _) => new(false);

    /// <summary>"origin policy tenant", in the order of the questions.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    public ValueTask<OriginAnswer> IsAllowedAsync(string origin, OriginSourceContext context, CancellationToken cancellationToken)
    {
        _asked.Enqueue($"{origin} {context.PolicyName} {context.Tenant ?? "-"}");
        return Answer(origin, context, cancellationToken);
    }

    /// <summary>Allows these, for every tenant.</summary>
    public void Allow(params string[] origins) => Answer = (origin, _, _) => new(origins.Contains(origin));
}
