namespace CorsKit;

/// <summary>For whom a source is asked: all that its answer may depend on besides the origin.</summary>
public sealed record OriginSourceContext
{
    /// <summary>The policy's name as in logs; <c>default</c> for the default one.</summary>
    public required string PolicyName { get; init; }

    /// <summary>What <see cref="OriginSourceOptions.TenantFrom"/> told of the request; null where nothing tells tenants apart.</summary>
    public string? Tenant { get; init; }
}
