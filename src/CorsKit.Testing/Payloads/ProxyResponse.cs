using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Testing.Payloads;

/// <summary>The HTTP response that a front door gives.</summary>
internal sealed class ProxyResponse(int statusCode)
{
    private readonly List<(string Name, string Value)> _headers = [];

    public int StatusCode { get; } = statusCode;

    public byte[] Body { get; init; } = [];

    public IReadOnlyList<(string Name, string Value)> Headers => _headers;

    /// <summary>What the front door says itself, as JSON.</summary>
    public static ProxyResponse Message(int statusCode, string? message, string member = "message") =>
        new ProxyResponse(statusCode) { Body = Encoding.UTF8.GetBytes(new JsonObject { [member] = message }.ToJsonString()) }
            .Add("Content-Type", "application/json");

    /// <summary>What the front door says itself, as a page.</summary>
    public static ProxyResponse Page(int statusCode, string title) =>
        new ProxyResponse(statusCode) { Body = Encoding.UTF8.GetBytes($"<html><head><title>{title}</title></head><body><center><h1>{title}</h1></center></body></html>") }
            .Add("Content-Type", "text/html");

    /// <summary>Reads what every payload format has: a status code and a body.</summary>
    /// <exception cref="FormatException">The document is no proxy response.</exception>
    /// <exception cref="InvalidDataException">The body is no base64 although it says so.</exception>
    /// <param name="response">The document.</param>
    /// <param name="defaultStatusCode">What a document without statusCode means; null where it must have one.</param>
    /// <param name="decodesBase64">Whether isBase64Encoded is looked at.</param>
    /// <param name="takesAnyBody">Whether a body that is no text is sent as its JSON; else it counts as none.</param>
    public static ProxyResponse Read(JsonElement response, int? defaultStatusCode = null, bool decodesBase64 = true, bool takesAnyBody = false)
    {
        var code = defaultStatusCode ?? 0;
        if (response.ValueKind != JsonValueKind.Object
            || (response.TryGetProperty("statusCode", out var status) && !int.TryParse(status.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out code))
            || code is < 200 or > 599)
        {
            throw new FormatException("The function's response is no proxy response: statusCode, an integer from 200 to 599, is missing.");
        }

        var body = !response.TryGetProperty("body", out var text) || text.ValueKind == JsonValueKind.Null ? ""
            : text.ValueKind == JsonValueKind.String ? text.GetString()!
            : takesAnyBody ? text.GetRawText() : "";
        var isBase64 = decodesBase64 && response.TryGetProperty("isBase64Encoded", out var flag) && flag.ValueKind == JsonValueKind.True;
        return !isBase64 ? new ProxyResponse(code) { Body = Encoding.UTF8.GetBytes(body) }
            : Base64.IsValid(body) ? new ProxyResponse(code) { Body = Convert.FromBase64String(body) }
            : throw new InvalidDataException("The function's response says isBase64Encoded, and its body is no base64.");
    }

    public string? Find(string name) =>
        _headers.Exists(header => Is(header, name)) ? string.Join(", ", _headers.Where(header => Is(header, name)).Select(header => header.Value)) : null;

    public ProxyResponse Add(string name, string value)
    {
        _headers.Add((name, value));
        return this;
    }

    public ProxyResponse AddMissing(string name, string value) => Find(name) is null ? Add(name, value) : this;

    public ProxyResponse Set(string name, string value)
    {
        _headers.RemoveAll(header => Is(header, name));
        return Add(name, value);
    }

    public void Remove(Predicate<string> name) => _headers.RemoveAll(header => name(header.Name));

    public ProxyResponse Copy()
    {
        var copy = new ProxyResponse(StatusCode) { Body = Body };
        copy._headers.AddRange(_headers);
        return copy;
    }

    /// <summary>Adds the document's headers: text, number and boolean as they stand, null is no header.</summary>
    /// <exception cref="FormatException">A value is none of those.</exception>
    public ProxyResponse AddHeaders(JsonElement response)
    {
        if (response.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in headers.EnumerateObject())
            {
                AddOnce(header.Name, header.Value, _headers.ToArray());
            }
        }

        return this;
    }

    /// <summary>Adds a map of arrays.</summary>
    /// <exception cref="FormatException">A value is no array, or holds what is no header value.</exception>
    public ProxyResponse AddMultiValueHeaders(JsonElement response)
    {
        if (response.TryGetProperty("multiValueHeaders", out var headers) && headers.ValueKind == JsonValueKind.Object)
        {
            foreach (var header in headers.EnumerateObject())
            {
                if (header.Value.ValueKind != JsonValueKind.Array)
                {
                    throw new FormatException($"The function's response is no proxy response: {header.Name} in multiValueHeaders is no array.");
                }

                // Each of the array, twice too where it stands there twice: that is two headers to a browser.
                var before = _headers.ToArray();
                foreach (var value in header.Value.EnumerateArray())
                {
                    AddOnce(header.Name, value, before);
                }
            }
        }

        return this;
    }

    public ProxyResponse Add(string name, JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.True or JsonValueKind.False or JsonValueKind.Number => value.GetRawText(),
            _ => throw new FormatException($"The function's response is no proxy response: the header {name} is no text."),
        };
        return text is null ? this
            : IsName(name) && !text.Any(character => character is (< ' ' and not '\t') or '\x7F' or > '\xFF') ? Add(name, text)
            : throw new FormatException($"The function's response is no proxy response: the header {name} cannot be sent.");
    }

    public async Task WriteToAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCode;
        foreach (var (name, value) in _headers)
        {
            // The server frames the message itself.
            if (!name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.Headers[name] = StringValues.Concat(context.Response.Headers[name], value);
            }
        }

        if (!HttpMethods.IsHead(context.Request.Method) && StatusCode is not (204 or 205 or 304))
        {
            context.Response.ContentLength = Body.Length;
            await context.Response.Body.WriteAsync(Body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Of a header in both maps the casing that came first stays, and a pair that was there before is not added again.</summary>
    private void AddOnce(string name, JsonElement value, (string Name, string Value)[] before)
    {
        var known = _headers.Find(header => Is(header, name)).Name ?? name;
        var added = new ProxyResponse(StatusCode).Add(known, value).Headers;
        _headers.AddRange(added.Where(header => !before.Contains(header)));
    }

    private static bool IsName(string name) => name.Length > 0 && !name.Any(character => character is <= ' ' or ':' or > '~');

    private static bool Is((string Name, string Value) header, string name) => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
