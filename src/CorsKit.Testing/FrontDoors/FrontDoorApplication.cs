using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CorsKit.Testing.FrontDoors;

/// <summary>A front door as what a server runs.</summary>
internal sealed class FrontDoorApplication(FrontDoor frontDoor) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context) => frontDoor.InvokeAsync(context);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }
}
