namespace CorsKit;

/// <summary>
/// Says that a controller, action or handler owns its CORS: nothing of the request is read for it and nothing is written, and
/// preflights reach it where it takes OPTIONS. For a reverse proxy whose backend writes the headers, say. Against
/// <see cref="GatewayCorsAttribute"/>, <see cref="DisableGatewayCorsAttribute"/> and ASP.NET Core's own metadata the most
/// specific wins, as always.
/// </summary>
/// <remarks>
/// It is no <see cref="Microsoft.AspNetCore.Cors.Infrastructure.ICorsMetadata"/>: that would have routing send preflights of a
/// method to the handler of that method, whether it takes OPTIONS or not.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = true)]
public sealed class BypassGatewayCorsAttribute : Attribute
{
    /// <summary>Says so.</summary>
    public BypassGatewayCorsAttribute() => IsInUse = true;

    /// <summary>Whether any was made: where none was, no request need be looked at for it.</summary>
    internal static bool IsInUse { get; private set; }
}
