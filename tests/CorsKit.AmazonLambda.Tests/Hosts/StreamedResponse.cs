using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Amazon.Lambda.Core.ResponseStreaming;

namespace CorsKit.AmazonLambda.Tests.Hosts;

/// <summary>
/// What a streaming function sends, a prelude and then bytes, as the document that says the same in buffered mode
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html).
/// </summary>
internal sealed class StreamedResponse : MemoryStream
{
    private HttpResponseStreamPrelude? _prelude;
    private bool _isClosed;

    public StreamedResponse Open(HttpResponseStreamPrelude prelude)
    {
        Assert.Null(_prelude);
        _prelude = prelude;
        return this;
    }

    /// <param name="hasCookies">Whether the document has cookies of their own, as payload format 2.0; else they are headers.</param>
    public MemoryStream ToDocument(bool hasCookies)
    {
        Assert.NotNull(_prelude);
        Assert.True(_isClosed);
        var body = ToArray();
        var isText = Utf8.IsValid(body);
        var document = new JsonObject
        {
            ["statusCode"] = (int?)_prelude.StatusCode,
            ["headers"] = JsonSerializer.SerializeToNode(_prelude.Headers),
            ["body"] = isText ? Encoding.UTF8.GetString(body) : Convert.ToBase64String(body),
            ["isBase64Encoded"] = !isText,
        };
        if (hasCookies)
        {
            Assert.Empty(_prelude.MultiValueHeaders);
        }
        else
        {
            document["multiValueHeaders"] = JsonSerializer.SerializeToNode(_prelude.MultiValueHeaders);
        }

        if (_prelude.Cookies.Count > 0)
        {
            (hasCookies ? document : document["multiValueHeaders"]!.AsObject())[hasCookies ? "cookies" : "Set-Cookie"] =
                new JsonArray([.. _prelude.Cookies.Select(cookie => JsonValue.Create(cookie))]);
        }

        return new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(document));
    }

    protected override void Dispose(bool disposing)
    {
        _isClosed = true;
        base.Dispose(disposing);
    }
}
