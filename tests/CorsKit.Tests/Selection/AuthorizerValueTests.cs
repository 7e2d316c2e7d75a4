using System.Security.Claims;
using System.Text.Json;

namespace CorsKit.Tests.Selection;

/// <summary>What an authorizer said, wherever Amazon's host puts it.</summary>
public sealed class AuthorizerValueTests
{
    private static string? Read(Action<HttpContext> arrange, string name = "corsPolicy")
    {
        var context = new DefaultHttpContext();
        arrange(context);
        return new CorsRequest(context, new VaryBy().Authorizer(), isPreflight: false).AuthorizerValue(name);
    }

    [Fact]
    public void A_claim_is_found()
    {
        Assert.Equal("a", Read(context => context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("corsPolicy", "a")], "AuthorizerIdentity"))));
        Assert.Null(Read(context => context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim("corspolicy", "a")], "AuthorizerIdentity"))));
        Assert.Null(Read(_ => { }));
    }

    [Theory]
    [InlineData("""{"corsPolicy":"a"}""", "a")]
    [InlineData("""{"corsPolicy":7}""", "7")]
    [InlineData("""{"corsPolicy":true}""", "true")]
    [InlineData("""{"corsPolicy":{"a":1}}""", null)]
    [InlineData("""{"corsPolicy":null}""", null)]
    [InlineData("""{}""", null)]
    [InlineData("null", null)]
    public void The_context_of_payload_2_is_found_in_the_event(string context, string? expected)
    {
        using var lambdaEvent = JsonDocument.Parse($$$$"""{"requestContext":{"authorizer":{"lambda":{{{{context}}}}}}}""");
        var values = lambdaEvent.RootElement.GetProperty("requestContext").GetProperty("authorizer").GetProperty("lambda") is { ValueKind: JsonValueKind.Object } lambda
            ? lambda.EnumerateObject().ToDictionary(entry => entry.Name, object (entry) => entry.Value.Clone())
            : null;

        Assert.Equal(expected, Read(http => http.Items["LambdaRequestObject"] = lambdaEvent.RootElement));

        // Amazon's own type has the same properties; its serializer leaves the values as JSON.
        Assert.Equal(expected, Read(http => http.Items["LambdaRequestObject"] = new APIGatewayHttpApiV2ProxyRequest { RequestContext = new() { Authorizer = new() { Lambda = values } } }));
    }

    [Fact]
    public void Plain_values_are_found_and_missing_parts_are_nothing()
    {
        foreach (var (value, expected) in new (object, string?)[] { ("a", "a"), (7L, "7"), (1.5, "1.5"), (new object(), null) })
        {
            Assert.Equal(expected, Read(http => http.Items["LambdaRequestObject"] = new APIGatewayHttpApiV2ProxyRequest
            {
                RequestContext = new() { Authorizer = new() { Lambda = new Dictionary<string, object> { ["corsPolicy"] = value } } },
            }));
        }

        Assert.Null(Read(http => http.Items["LambdaRequestObject"] = new APIGatewayHttpApiV2ProxyRequest()));
        Assert.Null(Read(http => http.Items["LambdaRequestObject"] = new APIGatewayHttpApiV2ProxyRequest { RequestContext = new() }));
        Assert.Null(Read(http => http.Items["LambdaRequestObject"] = new object()));
    }

    /// <summary>A value that cannot be read is not one that is missing: the exception closes the door.</summary>
    [Fact]
    public void A_trimmed_event_is_an_error_and_not_a_missing_value()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => Read(http => http.Items["LambdaRequestObject"] = new Trimmed.APIGatewayHttpApiV2ProxyRequest()));
        Assert.Equal(
            "The authorizer's context cannot be read, since APIGatewayHttpApiV2ProxyRequest.RequestContext is missing or trimmed away. "
            + "Keep Amazon.Lambda.APIGatewayEvents from being trimmed, or make claims of the context in PostMarshallHttpAuthenticationFeature.",
            exception.Message);
    }

    private static class Trimmed
    {
        public sealed class APIGatewayHttpApiV2ProxyRequest;
    }

    /// <summary>The shape of Amazon.Lambda.APIGatewayEvents 2.7, as far as it is looked at.</summary>
    public sealed class APIGatewayHttpApiV2ProxyRequest
    {
        public ProxyRequestContext? RequestContext { get; set; }

        public sealed class ProxyRequestContext
        {
            public AuthorizerDescription? Authorizer { get; set; }
        }

        public sealed class AuthorizerDescription
        {
            public IDictionary<string, object>? Lambda { get; set; }
        }
    }
}
