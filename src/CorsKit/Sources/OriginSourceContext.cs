namespace CorsKit;

/// <summary>For whom a source is asked: all that its answer may depend on besides the origin.</summary>
/// <param name="PolicyName">The policy's name as in logs; <c>default</c> for the default one.</param>
/// <param name="Tenant">What <see cref="OriginSourceOptions.TenantFrom"/> told of the request; null where nothing tells tenants apart.</param>
public sealed record OriginSourceContext(string PolicyName, string? Tenant);
