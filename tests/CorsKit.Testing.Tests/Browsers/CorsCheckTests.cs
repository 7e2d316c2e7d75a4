namespace CorsKit.Testing.Tests.Browsers;

/// <summary>The CORS check, on responses and on preflights, with the words of Chromium 156.</summary>
public sealed class CorsCheckTests
{
    private const string ValidValue = " Have the server send the header with a valid value.";
    private const string Origin = "Access-Control-Allow-Origin: ";
    private const string Credentials = "Access-Control-Allow-Credentials: ";

    /// <summary>Lines, with credentials, failure (none: readable), what the console says.</summary>
    public static TheoryData<string[], bool, FetchFailure?, string?> Answers()
    {
        var multiple = (string values) => $"The 'Access-Control-Allow-Origin' header contains multiple values '{values}', but only one is allowed.{ValidValue}";
        var invalid = (string value) => $"The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'.{ValidValue}";
        var mismatch = (string value) => $"The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the supplied origin.{ValidValue}";
        var credentials = (string value) =>
            $"The value of the 'Access-Control-Allow-Credentials' header in the response is '{value}' which must be 'true' when the request's credentials mode is 'include'.";
        var data = new TheoryData<string[], bool, FetchFailure?, string?>
        {
            { [Page.Allow], false, null, null },
            { [Page.Allow, Page.AllowCredentials], true, null, null },
            { [Origin + "*"], false, null, null },
            { [Origin + "*", Page.AllowCredentials], false, null, null },
            { [Origin + "*", Page.AllowCredentials], true, FetchFailure.WildcardOriginWithCredentials, "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'." },
            { [], false, FetchFailure.MissingAllowOrigin, "No 'Access-Control-Allow-Origin' header is present on the requested resource." },
            { [Page.AllowCredentials], true, FetchFailure.MissingAllowOrigin, "No 'Access-Control-Allow-Origin' header is present on the requested resource." },
            { [Page.Allow, Page.Allow], false, FetchFailure.MultipleAllowOrigin, multiple(Page.Origin + ", " + Page.Origin) },
            { [Origin + "*", Page.Allow], false, FetchFailure.MultipleAllowOrigin, multiple("*, " + Page.Origin) },
            { [Origin + "*", Origin + "*"], false, FetchFailure.MultipleAllowOrigin, multiple("*, *") },
            { [Origin + "https://a.example,https://b.example"], false, FetchFailure.MultipleAllowOrigin, multiple("https://a.example,https://b.example") },
            { [Origin + "not an origin"], false, FetchFailure.MultipleAllowOrigin, multiple("not an origin") },
            { [Origin + "*https://shop.example.com"], false, FetchFailure.InvalidAllowOrigin, invalid("*https://shop.example.com") },
            { [Origin + "https:shop.example.com"], false, FetchFailure.AllowOriginMismatch, mismatch("https:shop.example.com") },
            { [Origin + "https:/x"], false, FetchFailure.AllowOriginMismatch, mismatch("https:/x") },
            { [Origin + "foo"], false, FetchFailure.InvalidAllowOrigin, invalid("foo") },
            { [Origin], false, FetchFailure.InvalidAllowOrigin, invalid("") },
            { [Origin + "/path"], false, FetchFailure.InvalidAllowOrigin, invalid("/path") },
            { [Origin + "https://other.example"], false, FetchFailure.AllowOriginMismatch, mismatch("https://other.example") },
            { [Origin + "https://*.example.com"], true, FetchFailure.AllowOriginMismatch, mismatch("https://*.example.com") },
            { [Origin + "null"], false, FetchFailure.AllowOriginMismatch, mismatch("null") },
            { [Origin + Page.Origin + "/"], false, FetchFailure.AllowOriginMismatch, mismatch(Page.Origin + "/") },
            { [Origin + "HTTPS://SHOP.EXAMPLE.COM"], false, FetchFailure.AllowOriginMismatch, mismatch("HTTPS://SHOP.EXAMPLE.COM") },
            { [Origin + "http://shop.example.com"], false, FetchFailure.AllowOriginMismatch, mismatch("http://shop.example.com") },
        };
        foreach (var value in new[] { "", "True", "false" })
        {
            data.Add([Page.Allow, Credentials + value], false, null, null);
            data.Add([Page.Allow, Credentials + value], true, FetchFailure.CredentialsNotAllowed, credentials(value));
        }

        data.Add([Page.Allow], true, FetchFailure.CredentialsNotAllowed, credentials(""));
        data.Add([Page.Allow, Page.AllowCredentials, Page.AllowCredentials], true, FetchFailure.CredentialsNotAllowed, credentials("true, true"));
        return data;
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Of_a_response(string[] lines, bool credentials, FetchFailure? failure, string? words)
    {
        using var network = new ScriptedNetwork(Page.Granted, new Answered(200, "secret", lines));
        using var page = Page.Open(network);

        var outcome = await page.GetAsync(credentials: credentials);

        Assert.Equal(failure, outcome.Failure);
        Assert.Equal(
            words is null ? null : $"Access to fetch at 'https://api.example.com/prod/orders' from origin 'https://shop.example.com' has been blocked by CORS policy: {words}",
            outcome.ConsoleMessage);
        Assert.Equal(failure is null ? (200, "secret") : (0, ""), (outcome.Status, outcome.Body));
        Assert.Equal("GET", network.Methods);
        Assert.Equal("secret", Assert.Single(outcome.Exchanges).Body);
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Of_a_preflight(string[] lines, bool credentials, FetchFailure? failure, string? words)
    {
        using var network = new ScriptedNetwork(new Answered(204, "", [.. lines, "Access-Control-Allow-Methods: PUT"]), Page.Ok);
        using var page = Page.Open(network);

        var outcome = await page.SendAsync("PUT", credentials: credentials);

        Assert.Equal(failure, outcome.Failure);
        Assert.Equal(
            words is null ? null : "Access to fetch at 'https://api.example.com/prod/orders' from origin 'https://shop.example.com' has been blocked by CORS policy: "
                + $"Response to preflight request doesn't pass access control check: {words}",
            outcome.ConsoleMessage);
        Assert.Equal(failure is null ? "OPTIONS PUT" : "OPTIONS", network.Methods);
        Assert.Equal(failure is not null, outcome.Exchanges[^1].IsPreflight);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(204)]
    [InlineData(300)]
    [InlineData(302)] // without a Location
    [InlineData(304)]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(504)]
    public async Task A_response_of_any_status_can_be_read(int status)
    {
        using var network = new ScriptedNetwork(Page.Granted, Page.Ok with { Status = status });
        using var page = Page.Open(network);

        var outcome = await page.GetAsync();

        Assert.Equal((true, status, "body"), (outcome.Readable, outcome.Status, outcome.Body));
        Assert.Null(outcome.ConsoleMessage);
    }
}
