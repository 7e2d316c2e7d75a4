using CorsKit.Testing;

namespace Playground;

/// <summary>The page that calls the APIs, on the origin that they allow, and what it asks of the Playground.</summary>
internal static class Storefront
{
    public static WebApplication Create(int port, string allowedOrigin, IReadOnlyDictionary<string, Uri> addresses, Deployment deployment, Exchanges exchanges, Wire wire)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        var app = builder.Build();
        app.MapGet("/", () => Results.Stream(typeof(Storefront).Assembly.GetManifestResourceStream("storefront.html")!, "text/html; charset=utf-8"));
        app.MapGet("/playground.json", () => new
        {
            allowedOrigin,
            owner = deployment.Owner.ToString(),
            addresses,
            requests = ShopRequest.All,
        });
        app.MapPut("/owner/{owner}", (CorsOwner owner) => deployment.Owner = owner);
        app.MapGet("/exchanges/{run}", (string run) => new { wire = wire.Of(run), invocations = exchanges.Of(run) });
        app.MapGet("/console", (string door, string request, string origin) => ExplainAsync(addresses[door], ShopRequest.All.First(known => known.Id == request), origin));
        return app;
    }

    /// <summary>A page cannot read its own console. CorsKit.Testing's browser sends the same request, and the page says whose words these are.</summary>
    private static async Task<object> ExplainAsync(Uri address, ShopRequest request, string origin)
    {
        using var browser = new Browser(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }, address, origin);
        var outcome = await browser.FetchAsync(
            new HttpMethod(request.Method), request.Path, request.Credentials, request.Headers.Select(header => (header.Key, header.Value)), request.Body);
        return new
        {
            outcome.ConsoleMessage,
            outcome.Diagnosis,
            outcome.Fix,
        };
    }
}
