using System.Globalization;
using System.Net;
using System.Text.Json;
using CorsKit.Testing.Host.Internal;

namespace CorsKit.Testing.Payloads;

/// <summary>
/// What an Application Load Balancer sends to a Lambda target (ApplicationLoadBalancerFunction). Its target group says
/// whether headers and query parameters have one value or several
/// (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#multi-value-headers).
/// </summary>
internal sealed class PayloadAlb : LambdaPayload
{
    private bool _hasSeveralValues;

    /// <exception cref="InvalidOperationException">There are no headers of either kind.</exception>
    public override void ReadRequest(JsonElement lambdaEvent, InvokeFeatures features)
    {
        _hasSeveralValues = Child(lambdaEvent, "multiValueHeaders").ValueKind == JsonValueKind.Object;
        if (!_hasSeveralValues && Child(lambdaEvent, "headers").ValueKind != JsonValueKind.Object)
        {
            throw new InvalidOperationException(
                "it has neither headers nor multiValueHeaders, so whether the response takes one value for each header or several cannot be told. Add the one that the target group sends.");
        }

        features.Scheme = Header(lambdaEvent, "x-forwarded-proto")!;
        features.Method = Text(lambdaEvent, "httpMethod") ?? "";

        // The client's own encoding: a load balancer decodes no query string.
        var path = Text(lambdaEvent, "path") ?? "";
        features.QueryString = ReadQuery(lambdaEvent, value => value);
        features.RawTarget = path + features.QueryString;
        features.Path = DecodePath(path);

        ReadHeaders(lambdaEvent, features);
        ReadBody(lambdaEvent, features);
        if (Header(lambdaEvent, "user-agent")?.StartsWith("ELB-HealthChecker/", StringComparison.OrdinalIgnoreCase) == true)
        {
            // A health check comes without what a load balancer adds to requests.
            features.Scheme = "https";
            features.RequestHeaders["host"] = "localhost";
            features.RequestHeaders["x-forwarded-port"] = "443";
            features.RequestHeaders["x-forwarded-for"] = "127.0.0.1";
        }

        var port = Header(lambdaEvent, "x-forwarded-port");
        ReadConnection(Header(lambdaEvent, "x-forwarded-for"), string.IsNullOrEmpty(port) ? null : port, features);
    }

    public override void WriteResponse(InvokeFeatures features, Utf8JsonWriter json)
    {
        var status = StatusCode(features);
        json.WriteStartObject();
        json.WriteNumber("statusCode", status);
        json.WriteString("statusDescription", string.Create(CultureInfo.InvariantCulture, $"{status} {(HttpStatusCode)status}"));
        if (_hasSeveralValues)
        {
            json.WriteStartObject("multiValueHeaders");
            WriteHeaderValues(features.ResponseHeaders, json);
        }
        else
        {
            json.WriteStartObject("headers");
            foreach (var (name, values) in features.ResponseHeaders)
            {
                json.WriteString(name, values[0]);
            }
        }

        json.WriteEndObject();
        WriteBody(features, FirstValue, json);
        json.WriteEndObject();
    }

    /// <summary>The first value of a header, looked for without regard to case.</summary>
    private string? Header(JsonElement lambdaEvent, string name) =>
        Entries(Child(lambdaEvent, _hasSeveralValues ? "multiValueHeaders" : "headers"))
            .Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(header => _hasSeveralValues ? header.Value.EnumerateArray().First().GetString() : header.Value.GetString())
            .FirstOrDefault();
}
