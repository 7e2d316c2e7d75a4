namespace CorsKit.Sources;

/// <summary>A rule in code as a source.</summary>
internal sealed class OriginRule(Func<string, OriginSourceContext, CancellationToken, ValueTask<OriginAnswer>> isAllowed) : IOriginSource
{
    public ValueTask<OriginAnswer> IsAllowedAsync(string origin, OriginSourceContext context, CancellationToken cancellationToken) =>
        isAllowed(origin, context, cancellationToken);
}
