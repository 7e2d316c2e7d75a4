using System.Text.Json;
using CorsKit.Benchmarks.Requests;

namespace CorsKit.Benchmarks.Hosts;

/// <summary>A request as each front door hands it to the function.</summary>
internal static class LambdaEvents
{
    public static string RestApi(RequestCase request) => $$$"""
        {"resource":"/{proxy+}","path":"/orders","httpMethod":"{{{Method(request)}}}","queryStringParameters":null,"multiValueQueryStringParameters":null,"pathParameters":{"proxy":"orders"},
         "headers":{{{Headers(request, value => value)}}},"multiValueHeaders":{{{Headers(request, value => new[] { value })}}},"body":null,"isBase64Encoded":false,
         "requestContext":{"resourcePath":"/{proxy+}","httpMethod":"{{{Method(request)}}}","path":"/prod/orders","stage":"prod","protocol":"HTTP/1.1","domainName":"api.example.com","identity":{"sourceIp":"203.0.113.7"} } }
        """;

    public static string HttpApi(RequestCase request) => $$$"""
        {"version":"2.0","routeKey":"$default","rawPath":"/orders","rawQueryString":"","isBase64Encoded":false,"headers":{{{Headers(request, value => value)}}},
         "requestContext":{"domainName":"api.example.com","stage":"$default","http":{"method":"{{{Method(request)}}}","path":"/orders","protocol":"HTTP/1.1","sourceIp":"203.0.113.7","userAgent":"-"} } }
        """;

    public static string LoadBalancer(RequestCase request) => $$$"""
        {"httpMethod":"{{{Method(request)}}}","path":"/orders","queryStringParameters":{},"headers":{{{Headers(request, value => value)}}},"body":"","isBase64Encoded":false,
         "requestContext":{"elb":{"targetGroupArn":"arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/orders/0123456789abcdef"} } }
        """;

    private static string Method(RequestCase request) => request.IsPreflight ? "OPTIONS" : "GET";

    private static string Headers(RequestCase request, Func<string, object> value)
    {
        var headers = new Dictionary<string, object> { ["host"] = value("api.example.com"), ["accept"] = value("*/*"), ["x-forwarded-proto"] = value("https") };
        if (request.Origin(PolicyCase.One).Count > 0)
        {
            headers["origin"] = value(request.Origin(PolicyCase.One).ToString());
        }

        if (request.IsPreflight)
        {
            headers["access-control-request-method"] = value(request.RequestMethod!);
            headers["access-control-request-headers"] = value(request.RequestHeaders.ToString());
        }

        return JsonSerializer.Serialize(headers);
    }
}
