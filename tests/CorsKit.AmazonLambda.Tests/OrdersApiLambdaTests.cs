using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using CorsKit.AmazonLambda.Tests.Comparison;
using CorsKit.AmazonLambda.Tests.Hosts;
using CorsKit.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace CorsKit.AmazonLambda.Tests;

/// <summary>The sample as Lambda runs it: its own process, with the environment of template.yaml, that fetches its events.</summary>
public sealed class OrdersApiLambdaTests
{
    private const string Shop = "https://shop.example";

    private static readonly Dictionary<string, LambdaEvent> Requests = new()
    {
        ["preflight"] = Request("OPTIONS", "/orders/1", Shop, ("access-control-request-method", "PUT"), ("access-control-request-headers", "content-type")),
        ["preflight refused"] = Request("OPTIONS", "/orders/1", "https://evil.example", ("access-control-request-method", "PUT")),
        ["orders"] = Request("GET", "/orders", Shop),
        ["refused"] = Request("GET", "/orders", "https://evil.example"),
        ["unauthorized"] = Request("GET", "/admin", Shop),
        ["authorized"] = Request("GET", "/admin", Shop, ("authorization", "Bearer secret")),
        ["not found"] = Request("GET", "/nowhere", Shop),
        ["unhandled"] = Request("GET", "/boom", Shop),
    };

    [Theory]
    [InlineData("RestApi", Sender.RestApi)]
    [InlineData("HttpApi", Sender.HttpApi)]
    [InlineData(null, Sender.FunctionUrl)]
    [InlineData("ApplicationLoadBalancer", Sender.LoadBalancer)]
    public async Task Its_process_answers_as_it_does_on_the_model(string? eventSource, Sender sender)
    {
        await using var model = new Model();
        await using var lambda = RuntimeApi.Start();
        using var process = StartProcess(lambda.Address, eventSource);
        var output = Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        try
        {
            foreach (var (name, request) in Requests)
            {
                var lambdaEvent = request.For(sender);
                var answer = lambda.InvokeAsync(lambdaEvent);
                if (await Task.WhenAny(answer, process.WaitForExitAsync(TestContext.Current.CancellationToken)) != answer)
                {
                    Assert.Fail($"The process ended: {string.Concat(await output)}");
                }

                await using var expected = await model.InvokeAsync(new MemoryStream(Encoding.UTF8.GetBytes(lambdaEvent)), TestContext.Current.CancellationToken);
                var expectedDocument = await JsonNode.ParseAsync(expected, cancellationToken: TestContext.Current.CancellationToken);
                Assert.True(JsonNode.DeepEquals(expectedDocument, JsonNode.Parse(await answer)), $"{name}\nmodel {expectedDocument}\nAmazon {await answer}");
                Assert.Equal(!name.EndsWith("refused", StringComparison.Ordinal), (await answer).Contains($"\"{Shop}\"", StringComparison.Ordinal));
            }
        }
        finally
        {
            process.Kill();
        }
    }

    private static LambdaEvent Request(string method, string path, string origin, params (string Name, string Value)[] headers) => new(path)
    {
        Method = method,
        Headers = [("origin", [origin]), .. headers.Select(header => (header.Name, new[] { header.Value }))],
    };

    private static Process StartProcess(string runtimeApi, string? eventSource)
    {
        var start = new ProcessStartInfo("dotnet", "OrdersApi.Lambda.dll")
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["AWS_LAMBDA_FUNCTION_NAME"] = "orders",
                ["AWS_LAMBDA_RUNTIME_API"] = runtimeApi,
                ["EventSource"] = eventSource,
                ["GatewayCors__AllowOrigins"] = Shop,
                ["AdminToken"] = "secret",
            },
        };
        return Process.Start(start)!;
    }

    private sealed class Model : LambdaApplicationFactory<OrdersApi.OrderBook>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseContentRoot(AppContext.BaseDirectory);

        protected override IHost CreateHost(IHostBuilder builder)
        {
            builder.UseEnvironment(Environments.Production);
            builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(
            [
                new("GatewayCors:AllowOrigins", Shop),
                new("AdminToken", "secret"),
                new("Logging:LogLevel:Default", "None"),
            ]));
            return base.CreateHost(builder);
        }
    }
}
