using System.Text.Json.Nodes;

namespace CorsKit.Testing.Tests;

/// <summary>Custom domains: which path the function gets, and what becomes of it in the app.</summary>
public sealed class ApiMappingTests
{
    private const string Domain = "api.example.com";

    /// <summary>Mapping key, whether the mapping names the stage, the URL, both paths of the event, and PathBase and Path in the app.</summary>
    public static TheoryData<string, bool, string, string, string> RestApis => new()
    {
        { "", true, $"https://{Domain}/orders/1", "/orders/1 | /orders/1", " | /orders/1" },
        { "", false, $"https://{Domain}/prod/orders/1", "/prod/orders/1 | /prod/orders/1", "/prod | /orders/1" },
        { "shop", false, $"https://{Domain}/shop/prod/orders/1", "/shop/prod/orders/1 | /shop/prod/orders/1", "/shop/prod | /orders/1" },
        { "shop", true, $"https://{Domain}/shop/orders/1", "/shop/orders/1 | /shop/orders/1", "/shop | /orders/1" },
        { "shop/v1", true, $"https://{Domain}/shop/v1/orders/1", "/shop/v1/orders/1 | /shop/v1/orders/1", "/shop/v1 | /orders/1" },

        // The other address goes on as before.
        { "shop", true, "https://emulated.execute-api.eu-west-1.amazonaws.com/prod/orders/1", "/orders/1 | /prod/orders/1", "/prod | /orders/1" },
    };

    [Theory]
    [MemberData(nameof(RestApis))]
    public async Task A_REST_API_hands_on_the_path_of_the_domain(string key, bool hasStage, string url, string paths, string seen)
    {
        await using var function = await Function.StartAsync();
        await using var door = FrontDoor.RestApi(function.InvokeAsync, settings: new() { ApiMapping = new(Domain) { Key = key, HasStage = hasStage } });
        JsonNode? lambdaEvent = null;
        door.Exchanged += exchange => lambdaEvent = JsonNode.Parse(exchange.Event);

        var app = JsonNode.Parse((await Visitor.AskAsync(door, $"GET {url}")).Split('\n', 2)[1])!;

        Assert.Equal(paths, $"{lambdaEvent!["path"]} | {lambdaEvent["requestContext"]!["path"]}");
        Assert.Equal(seen, $"{app["pathBase"]} | {app["path"]}");
        Assert.Equal(new Uri(url).Host == Domain, url.StartsWith(door.Address.AbsoluteUri, StringComparison.Ordinal));
    }

    /// <summary>Stage, payload format, mapping key, the URL's path, the path of the event, and PathBase and Path in the app.</summary>
    public static TheoryData<string, PayloadFormatVersion, string, string, string, string> HttpApis => new()
    {
        { "$default", PayloadFormatVersion.V2, "shop", "/shop/orders/1", "/orders/1", " | /orders/1" },
        { "beta", PayloadFormatVersion.V2, "shop", "/shop/orders/1", "/beta/orders/1", "/beta | /orders/1" },
        { "beta", PayloadFormatVersion.V2, "", "/orders/1", "/beta/orders/1", "/beta | /orders/1" },
        { "$default", PayloadFormatVersion.V1, "shop", "/shop/orders/1", "/shop/orders/1", " | /shop/orders/1" },
    };

    [Theory]
    [MemberData(nameof(HttpApis))]
    public async Task An_HTTP_API_leaves_the_mapping_key_out_of_format_2_0(string stage, PayloadFormatVersion version, string key, string path, string sent, string seen)
    {
        await using var function = await Function.StartAsync();
        await using var door = FrontDoor.HttpApi(function.InvokeAsync, stage, new() { PayloadFormatVersion = version, ApiMapping = new(Domain) { Key = key } });
        JsonNode? lambdaEvent = null;
        door.Exchanged += exchange => lambdaEvent = JsonNode.Parse(exchange.Event);

        var app = JsonNode.Parse((await Visitor.AskAsync(door, $"GET https://{Domain}{path}")).Split('\n', 2)[1])!;

        Assert.Equal(sent, (string?)(lambdaEvent!["rawPath"] ?? lambdaEvent["path"]));
        Assert.Equal(seen, $"{app["pathBase"]} | {app["path"]}");
    }

    [Fact]
    public async Task A_path_outside_of_the_mapping_is_no_APIs()
    {
        var visitor = new Visitor(Visitor.OwnsCors);
        await using var rest = FrontDoor.RestApi(visitor.Function, settings: new() { ApiMapping = new(Domain) { Key = "shop" } });
        await using var http = FrontDoor.HttpApi(visitor.Function, settings: new() { ApiMapping = new(Domain) { Key = "shop" } });

        Assert.Equal("403\n{\"message\":\"Forbidden\"}", await Visitor.AskAsync(rest, $"GET https://{Domain}/orders"));
        Assert.Equal("403\n{\"message\":\"Forbidden\"}", await Visitor.AskAsync(http, $"GET https://{Domain}/orders"));
        Assert.Empty(visitor.Events);
        Assert.StartsWith("200", await Visitor.AskAsync(rest, $"GET https://{Domain}/shop/orders"), StringComparison.Ordinal);
        Assert.StartsWith("200", await Visitor.AskAsync(http, $"GET https://{Domain}/shop/orders"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        var rest = Assert.Throws<ArgumentException>(() => FrontDoor.RestApi(new Visitor("").Function, settings: new() { ApiMapping = new("https://api.example.com") { Key = "/shop" } }));
        var http = Assert.Throws<ArgumentException>(() => FrontDoor.HttpApi(new Visitor("").Function, settings: new() { ApiMapping = new(Domain) { HasStage = false } }));

        Assert.Contains("'https://api.example.com' is no host name", rest.Message, StringComparison.Ordinal);
        Assert.Contains("The mapping key '/shop'", rest.Message, StringComparison.Ordinal);
        Assert.Contains("names the stage", http.Message, StringComparison.Ordinal);
    }
}
