using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace CorsKit.Tests.Hosts;

/// <summary>
/// A load balancer with a function behind it, as far as these tests need one: lower-case header names, the last value of
/// several in single-value mode, a query string that nobody decodes, and 502 where the function fails
/// (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html).
/// </summary>
internal sealed class LoadBalancer(Func<Stream, CancellationToken, Task<Stream>> function, bool hasSeveralValues) : HttpMessageHandler
{
    private readonly string _headers = hasSeveralValues ? "multiValueHeaders" : "headers";

    public static HttpClient Client(Func<Stream, CancellationToken, Task<Stream>> function, bool hasSeveralValues) =>
        new(new LoadBalancer(function, hasSeveralValues)) { BaseAddress = new Uri("https://api.example.com/") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri!;
        var headers = new JsonObject
        {
            ["host"] = Value([address.Authority]),
            ["x-forwarded-for"] = Value(["203.0.113.7"]),
            ["x-forwarded-port"] = Value(["443"]),
            ["x-forwarded-proto"] = Value([address.Scheme]),
        };
        foreach (var (name, values) in request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default))
        {
            headers[name.ToLowerInvariant()] = Value([.. values]);
        }

        var parameters = new JsonObject(
            from pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            let parts = pair.Split('=', 2)
            group parts.ElementAtOrDefault(1) ?? "" by parts[0] into parameter
            select KeyValuePair.Create(parameter.Key, Value([.. parameter])));
        var lambdaEvent = new JsonObject
        {
            ["requestContext"] = new JsonObject { ["elb"] = new JsonObject { ["targetGroupArn"] = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/tests/0" } },
            ["httpMethod"] = request.Method.Method,
            ["path"] = address.AbsolutePath,
            [hasSeveralValues ? "multiValueQueryStringParameters" : "queryStringParameters"] = parameters,
            [_headers] = headers,
            ["body"] = request.Content is null ? "" : Convert.ToBase64String(await request.Content.ReadAsByteArrayAsync(cancellationToken)),
            ["isBase64Encoded"] = request.Content is not null,
        };
        return await AnswerAsync(lambdaEvent, cancellationToken);
    }

    private JsonNode Value(string[] values) => hasSeveralValues ? new JsonArray([.. values.Select(value => JsonValue.Create(value))]) : values[^1];

    private async Task<HttpResponseMessage> AnswerAsync(JsonObject lambdaEvent, CancellationToken cancellationToken)
    {
        JsonNode document;
        try
        {
            await using var output = await function(new MemoryStream(Encoding.UTF8.GetBytes(lambdaEvent.ToJsonString())), cancellationToken);
            document = (await JsonNode.ParseAsync(output, cancellationToken: cancellationToken))!;
        }
        catch (Exception)
        {
            return new HttpResponseMessage(HttpStatusCode.BadGateway);
        }

        var body = (string)document["body"]!;
        var response = new HttpResponseMessage((HttpStatusCode)(int)document["statusCode"]!)
        {
            Content = new ByteArrayContent((bool)document["isBase64Encoded"]! ? Convert.FromBase64String(body) : Encoding.UTF8.GetBytes(body)),
        };
        foreach (var (name, value) in document[_headers]!.AsObject())
        {
            var values = hasSeveralValues ? value!.AsArray().Select(item => (string?)item) : [(string?)value];
            if (!response.Headers.TryAddWithoutValidation(name, values))
            {
                response.Content.Headers.TryAddWithoutValidation(name, values);
            }
        }

        return response;
    }
}
