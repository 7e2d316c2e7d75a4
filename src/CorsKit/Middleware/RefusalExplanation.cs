using System.Buffers;
using System.Text.Json;
using CorsKit.Diagnostics;
using CorsKit.Policies;
using Microsoft.AspNetCore.Http;

namespace CorsKit.Middleware;

/// <summary>
/// In the Development environment a refused preflight says why, as problem details (RFC 9457). The page cannot read it;
/// the network tab of the developer tools and curl can.
/// </summary>
internal static class RefusalExplanation
{
    public static Task WriteAsync(HttpContext context, string policy, CorsReason reason)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("title", "The preflight was refused");
            json.WriteNumber("status", context.Response.StatusCode);
            json.WriteString("detail", CorsReasonNames.Describe(reason));
            json.WriteString("reason", CorsReasonNames.Code(reason));
            json.WriteString("policy", policy);
            json.WriteString("origin", LogText.Clean(context.Request.Headers.Origin.ToString()));
            json.WriteEndObject();
        }

        context.Response.ContentType = "application/problem+json";
        context.Response.ContentLength = body.WrittenCount;
        return context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }
}
