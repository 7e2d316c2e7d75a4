using Microsoft.AspNetCore.Http;

namespace CorsKit.Middleware;

/// <summary>Names in Vary what a selection or a source reads of the request, on every response that it was asked for.</summary>
internal static class DeclaredVary
{
    private static readonly Func<object, Task> Write = static state =>
    {
        var (context, fields) = ((HttpContext, string))state;
        return Add(context, fields);
    };

    /// <summary>Before anything behind the middleware asks for the same, so that this comes after it.</summary>
    public static void WriteWhenStarting(HttpContext context, string? fields)
    {
        if (fields is not null)
        {
            context.Response.OnStarting(Write, (context, fields));
        }
    }

    /// <summary>The same with a callback that is kept with what it writes, so that a request allocates none.</summary>
    public static void WriteWhenStarting(HttpContext context, VaryBy reads)
    {
        if (reads.Vary is { } fields)
        {
            context.Features.GetResponse().OnStarting(reads.WriteVary ??= Writer(fields), context);
        }
    }

    private static Func<object, Task> Writer(string fields) => state => Add((HttpContext)state, fields);

    private static Task Add(HttpContext context, string fields)
    {
        var headers = context.Features.GetResponse().Headers;
        if (!headers.IsReadOnly)
        {
            CorsResponseHeaders.AddVary(headers, fields);
        }

        return Task.CompletedTask;
    }
}
