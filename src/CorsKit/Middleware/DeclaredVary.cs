using Microsoft.AspNetCore.Http;

namespace CorsKit.Middleware;

/// <summary>Names in Vary what a selection or a source reads of the request, on every response that it was asked for.</summary>
internal static class DeclaredVary
{
    private static readonly Func<object, Task> Write = static state =>
    {
        var (context, fields) = ((HttpContext, string))state;
        if (!context.Response.Headers.IsReadOnly)
        {
            CorsResponseHeaders.AddVary(context.Response.Headers, fields);
        }

        return Task.CompletedTask;
    };

    /// <summary>Before anything behind the middleware asks for the same, so that this comes after it.</summary>
    public static void WriteWhenStarting(HttpContext context, string? fields)
    {
        if (fields is not null)
        {
            context.Response.OnStarting(Write, (context, fields));
        }
    }
}
