namespace Playground;

/// <summary>Who writes the CORS headers of OrdersApi, and whether the front doors help.</summary>
internal enum CorsOwner
{
    /// <summary>CorsKit in the app; the REST API's gateway responses carry the headers too.</summary>
    CorsKit,

    /// <summary>Microsoft's <c>UseCors</c> in the app, first in its pipeline, and front doors as they come.</summary>
    UseCors,

    /// <summary>No one.</summary>
    Nobody,
}
