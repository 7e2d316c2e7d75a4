namespace Playground;

/// <summary>The page that calls the APIs, on the origin that they allow.</summary>
internal static class Storefront
{
    public static WebApplication Create(int port, string restUrl, string httpUrl)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        var app = builder.Build();
        app.MapGet("/", () => Results.Stream(typeof(Storefront).Assembly.GetManifestResourceStream("storefront.html")!, "text/html; charset=utf-8"));
        app.MapGet("/addresses.json", () => Results.Json(new Dictionary<string, string> { ["REST API"] = restUrl, ["HTTP API"] = httpUrl }));
        return app;
    }
}
