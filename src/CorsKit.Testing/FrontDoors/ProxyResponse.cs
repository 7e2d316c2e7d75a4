using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Testing.FrontDoors;

/// <summary>The HTTP response that a front door gives.</summary>
internal sealed class ProxyResponse(int statusCode)
{
    private readonly List<(string Name, string Value)> _headers = [];

    public byte[] Body { get; private set; } = [];

    public bool Has(string name) => _headers.Exists(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public ProxyResponse Add(string name, string value)
    {
        _headers.Add((name, value));
        return this;
    }

    /// <summary>What the front door says itself.</summary>
    public static ProxyResponse Message(int statusCode, string message) =>
        new ProxyResponse(statusCode) { Body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new Dictionary<string, string> { ["message"] = message })) }
            .Add("Content-Type", "application/json");

    /// <summary>Reads what every payload format has: a status code, which must be there, and a body.</summary>
    /// <exception cref="FormatException">The document is no proxy response.</exception>
    public static ProxyResponse Read(JsonElement response)
    {
        if (response.ValueKind != JsonValueKind.Object
            || !response.TryGetProperty("statusCode", out var status)
            || !int.TryParse(status.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var code) || code is < 100 or > 599)
        {
            throw new FormatException("The function's response is no proxy response: statusCode, an integer from 100 to 599, is missing.");
        }

        var body = response.TryGetProperty("body", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";
        var isBase64 = response.TryGetProperty("isBase64Encoded", out var flag) && flag.ValueKind == JsonValueKind.True;
        return new ProxyResponse(code) { Body = isBase64 ? Convert.FromBase64String(body) : Encoding.UTF8.GetBytes(body) };
    }

    /// <summary>A header value as JSON may have it: text, number or boolean; null is no header.</summary>
    public void AddHeader(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.String:
                Add(name, value.GetString()!);
                break;
            case JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number:
                Add(name, value.GetRawText());
                break;
            default:
                throw new FormatException($"The function's response is no proxy response: the header {name} is no text.");
        }
    }

    public async Task WriteToAsync(HttpContext context)
    {
        context.Response.StatusCode = statusCode;
        foreach (var (name, value) in _headers)
        {
            // The server frames the message itself.
            if (!name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.Headers[name] = StringValues.Concat(context.Response.Headers[name], value);
            }
        }

        if (Body.Length > 0 && !HttpMethods.IsHead(context.Request.Method) && statusCode is not (204 or 304))
        {
            context.Response.ContentLength = Body.Length;
            await context.Response.Body.WriteAsync(Body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
