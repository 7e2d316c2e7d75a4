namespace Playground;

/// <summary>
/// Notes what the app's endpoints made of a request, before whoever owns CORS adds its headers. On Lambda's host CorsKit has the last word, and
/// else callbacks run first in, first out: this one, registered after CorsKit's and before UseCors's, comes before both.
/// </summary>
internal sealed class AppProbe(CorsOwner owner, Trips trips) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, next) =>
        {
            if (RunId.Of(context.Request.Query["run"]) is { } run)
            {
                var (method, request) = (context.Request.Method, Heads.Of(context.Request.Headers));
                trips.Add(run, new Hop("OrdersApi", method, request, null, []) { Note = "It has not answered." });
                context.Response.OnStarting(() =>
                {
                    var hop = new Hop("OrdersApi", method, request, context.Response.StatusCode, Heads.Of(context.Response.Headers));

                    // An owner answers preflights itself; 404 and 405 are routing's.
                    var isAnswered = hop.IsPreflight && owner != CorsOwner.Nobody && context.Response.StatusCode is 204 or 403;
                    trips.Add(run, isAnswered ? hop with { Status = null, Response = [], Note = $"No endpoint sees the preflight: {owner} answers it." } : hop);
                    return Task.CompletedTask;
                });
            }

            return next(context);
        });
        next(app);
    };
}
