using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CorsKit.Tests.Fuzz;
using CsCheck;

namespace CorsKit.Testing.Tests.Fuzz;

/// <summary>Events that no front door sends: the server refuses them with one of its own exceptions, or the app sees what they say.</summary>
public sealed class ProxyEventFuzz
{
    private static readonly Gen<string> Event = Gen.OneOf(
        """
        {"resource":"/{proxy+}","path":"/orders/1 2","httpMethod":"PUT","headers":{"Host":"abc.execute-api.eu-west-1.amazonaws.com","X-Two":"2","X-Forwarded-Port":"443"},
         "multiValueHeaders":{"Host":["abc.execute-api.eu-west-1.amazonaws.com"],"X-Two":["1","2"]},"queryStringParameters":{"a":"2"},"multiValueQueryStringParameters":{"a":["1 1","2"],"b":["&"]},
         "pathParameters":{"proxy":"orders/1%20+2%2F3"},"requestContext":{"path":"/prod/orders/1%20+2%2F3","stage":"prod","apiId":"abc","identity":{"sourceIp":"203.0.113.7","clientCert":{"clientCertPem":null}},
         "authorizer":{"principalId":"me","count":9,"claims":null}},"body":"aGVsbG8=","isBase64Encoded":true}
        """,
        """
        {"version":"2.0","rawPath":"/beta/orders/1%20+2%2F3","rawQueryString":"a=1%201&a=2","cookies":["one=1","two=2"],"headers":{"host":"abc.execute-api.eu-west-1.amazonaws.com","x-two":"1, 2","X-Forwarded-Port":"443"},
         "requestContext":{"stage":"beta","domainName":"abc.execute-api.eu-west-1.amazonaws.com","http":{"method":"PUT","path":"/beta/orders/1%20+2%2F3","sourceIp":"203.0.113.7"},
         "authorizer":{"jwt":{"claims":{"sub":"me"}}},"authentication":{"clientCert":{"clientCertPem":null}}},"body":"hello","isBase64Encoded":false}
        """,
        """
        {"path":"/orders","httpMethod":"GET","multiValueHeaders":{"x-forwarded-for":["203.0.113.7"],"x-forwarded-port":["443"],"x-forwarded-proto":["https"],"user-agent":["ELB-HealthChecker/2.0"]},
         "queryStringParameters":{"a":"1"},"requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/a/1"}},"body":"","isBase64Encoded":false}
        """,
        """
        {"path":"/orders","httpMethod":"GET","headers":{"x-forwarded-for":"203.0.113.7","x-forwarded-port":"443","x-forwarded-proto":"https"},"requestContext":{"elb":{}},"body":"hi","isBase64Encoded":false}
        """).Edited("{", "}", "[", "]", "\"", ",", ":", "null", "1", "-1", "true", "{}", "[]", "\"\"", "%", "%2F", "/", "\\ud800", "\\u0000", "\u00ff", "=", "\"a\":", "99999999999", ": null", ": 7", ": [null]", "a\": {\"");

    [Fuzz]
    public async Task An_event_is_refused_by_name_or_becomes_a_request()
    {
        static Task Answer(HttpContext context)
        {
            context.Response.Headers["X-Method"] = context.Request.Method;
            return context.Request.Body.CopyToAsync(context.Response.Body);
        }

        await using var buffered = await Function.StartAsync(Answer);
        await using var streaming = await Function.StartAsync(Answer, enableResponseStreaming: true);
        await Gen.Select(Event, Gen.Bool).FuzzAsync(async input =>
        {
            var (text, streams) = input;
            var bytes = Encoding.Latin1.GetBytes(text);
            JsonNode? answer;
            try
            {
                answer = JsonNode.Parse(await (streams ? streaming : buffered).InvokeAsync(new MemoryStream(bytes), CancellationToken.None));
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                return;
            }

            Assert.Equal(200, answer!["statusCode"]!.GetValue<int>());
            var sent = JsonSerializer.Deserialize<JsonElement>(bytes);
            var method = answer["multiValueHeaders"]?["X-Method"]![0] ?? answer["headers"]!["X-Method"];
            Assert.Equal(Method(sent), method!.GetValue<string>());
        });
    }

    private static string Method(JsonElement sent) =>
        sent.GetProperty("requestContext").TryGetProperty("http", out var http) ? Text(http, "method") : Text(sent, "httpMethod");

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
