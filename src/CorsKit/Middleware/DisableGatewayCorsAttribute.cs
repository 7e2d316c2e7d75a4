using Microsoft.AspNetCore.Cors.Infrastructure;

namespace CorsKit;

/// <summary>
/// Takes a controller, action or handler out of CORS: preflights are refused, and responses are left as they are. It does
/// not keep anyone from calling the endpoint; CORS is not authorization.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = true)]
public sealed class DisableGatewayCorsAttribute : Attribute, IDisableCorsAttribute;
