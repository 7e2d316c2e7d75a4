using System.Text;
using CorsKit.Testing;

namespace CorsKit.Tool.Tests;

/// <summary>Whether OPTIONS finds a method or route: check says of the template what the front door of CorsKit.Testing does.</summary>
public sealed class RoutingTests
{
    [Theory]
    [InlineData("PUT /orders", "/orders", false)]
    [InlineData("PUT /orders, OPTIONS /orders", "/orders", true)]
    [InlineData("PUT /orders, OPTIONS /{proxy+}", "/orders", true)]
    [InlineData("PUT /orders, ANY /{proxy+}", "/orders", true)]
    [InlineData("PUT /orders, PUT /{proxy+}", "/orders", false)]
    [InlineData("PUT /orders/{id}, ANY /{proxy+}", "/orders/1", true)]
    [InlineData("PUT /orders/{id}, OPTIONS /orders", "/orders/1", false)]
    [InlineData("PUT /orders/new, OPTIONS /orders/{id}", "/orders/new", true)]
    [InlineData("PUT /, ANY /{proxy+}", "/", false)]
    [InlineData("PUT /orders/{proxy+}, OPTIONS /{proxy+}", "/orders/1/2", true)]
    [InlineData("PUT /orders/{proxy+}, OPTIONS /{list}/{id}", "/orders/1/2", false)] // it answers for two segments, and not for three
    public async Task Check_and_the_front_door_agree(string methods, string path, bool isAnswered)
    {
        var lines = methods.Split(", ");
        await using var door = FrontDoor.RestApi(AnswerAsync, settings: new() { Methods = [.. lines.Select(line => new RestApiMethod(line.Split(' ')[0], line.Split(' ')[1]))] });
        await AgreeAsync(door, 403, "Api", lines, path, "CK101", isAnswered);
    }

    [Theory]
    [InlineData("PUT /orders", "/orders", false)]
    [InlineData("PUT /orders, OPTIONS /{proxy+}", "/orders", true)]
    [InlineData("PUT /orders/{proxy+}, OPTIONS /{proxy+}", "/orders/1/2", true)]
    [InlineData("PUT /orders/{proxy+}, OPTIONS /{list}/{id}", "/orders/1/2", false)]
    public async Task Check_and_the_front_door_agree_on_an_HTTP_API(string routes, string path, bool isAnswered)
    {
        var lines = routes.Split(", ");
        await using var door = FrontDoor.HttpApi(AnswerAsync, settings: new() { Routes = [.. lines.Select(line => new HttpApiRoute(line))] });
        await AgreeAsync(door, 404, "HttpApi", lines, path, "CK207", isAnswered);
    }

    private static Task<Stream> AnswerAsync(Stream lambdaEvent, CancellationToken cancellationToken) =>
        Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes("""{"statusCode":204}""")));

    private static async Task AgreeAsync(FrontDoor door, int refusal, string eventType, string[] lines, string path, string finding, bool isAnswered)
    {
        using var client = door.CreateClient();
        using var preflight = new HttpRequestMessage(HttpMethod.Options, path[1..]);
        using var response = await client.SendAsync(preflight, TestContext.Current.CancellationToken);
        Assert.Equal(isAnswered ? 204 : refusal, (int)response.StatusCode);

        using var folder = new TemporaryFolder();
        var file = folder.Write("template.yaml", $$"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Orders:
                Type: AWS::Serverless::Function
                Properties:
                  Events:
            {{string.Join('\n', lines.Select((line, i) => $"        E{i}: {{ Type: {eventType}, Properties: {{ Path: \"{line.Split(' ')[1]}\", Method: {line.Split(' ')[0].ToLowerInvariant()} }} }}"))}}
            """);
        Assert.Equal(isAnswered, !Tool.Check(file, settings: null).Findings.Contains(finding, StringComparison.Ordinal));
    }

    /// <summary>A name that is not there, or null, or empty, is no word of a sentence.</summary>
    [Theory]
    [InlineData("", "an authorizer")]
    [InlineData(", AuthorizerId: null", "an authorizer")]
    [InlineData(", AuthorizerId: ''", "an authorizer")]
    [InlineData(", AuthorizerId: jwt1", "the authorizer jwt1")]
    public void An_authorizer_is_called_by_its_name_if_it_has_one(string id, string called)
    {
        using var folder = new TemporaryFolder();
        var template = folder.Write("template.yaml", $$"""
            Resources:
              Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: a, ProtocolType: HTTP } }
              Route: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: ANY /x, AuthorizationType: JWT{{id}} } }
            """);

        Assert.Contains($"they have to pass {called}.", Tool.Run("check", template, "--format", "json").Output, StringComparison.Ordinal);
    }
}
