namespace Playground;

/// <summary>Who writes the CORS headers of OrdersApi. All else is the same for each.</summary>
internal enum CorsOwner
{
    /// <summary>CorsKit in the app.</summary>
    CorsKit,

    /// <summary>Microsoft's <c>UseCors</c> in the app, first in its pipeline.</summary>
    UseCors,

    /// <summary>No one in the app.</summary>
    Nobody,
}
