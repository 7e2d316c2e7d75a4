using System.Text.Json.Nodes;
using CorsKit.TestApp;
using CorsKit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CorsKit.BrowserTests.Sites;

/// <summary>
/// An app as a Lambda function that ends in whatever way the path says, for any method: <c>/outcome/{status}</c>,
/// <c>/thrown</c> (half an answer, and an exception that nobody handles), <c>/cached</c> (the browser may keep the answer) and <c>/crash</c> (the function itself fails, so that the front door answers).
/// </summary>
internal sealed class Outcomes : LambdaApplicationFactory<Scenario>
{
    private readonly string _scenario;

    public Outcomes(Action<GatewayCorsPolicyBuilder> policy) => _scenario = new Scenario(
        builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddGatewayCors(cors => cors.AddDefaultPolicy(policy));
        },
        app =>
        {
            app.UseGatewayCors();
            app.Map("/outcome/{status:int}", Answer);
            app.MapGet("/cached", (HttpResponse response) =>
            {
                response.Headers.CacheControl = "public, max-age=600";
                return "cached";
            });
            app.Map("/thrown", async (HttpResponse response) =>
            {
                await response.Body.WriteAsync("half an answer"u8.ToArray());
                throw new InvalidOperationException("This endpoint always fails.");
            });
        }).Register();

    /// <summary>The function, which crashes where the path says so; not on the preflight, which its app answers.</summary>
    public async Task<Stream> CrashOrInvokeAsync(Stream lambdaEvent, CancellationToken cancellationToken)
    {
        var document = (await JsonNode.ParseAsync(lambdaEvent, cancellationToken: cancellationToken))!;
        var method = document["httpMethod"] ?? document["requestContext"]!["http"]!["method"];
        var path = document["path"] ?? document["rawPath"];
        if ((string)path! == "/crash" && (string)method! != "OPTIONS")
        {
            throw new InvalidOperationException("The function crashed.");
        }

        lambdaEvent.Position = 0;
        return await InvokeAsync(lambdaEvent, cancellationToken);
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.UseEnvironment(Environments.Production);
        builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection([new(Scenario.Key, _scenario)]));
        return base.CreateHost(builder);
    }

    private static async Task Answer(HttpContext context, int status)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.ETag = "\"1\"";
        response.Headers["X-Hidden"] = "not exposed";
        if (status is 301 or 302 or 303 or 307 or 308)
        {
            response.Headers.Location = "200" + Ledger.Query(Ledger.Key(context.Request));
        }
        else if (status != 204)
        {
            response.ContentType = "text/plain; charset=utf-8";
            await response.WriteAsync($"outcome {status}", context.RequestAborted);
        }
    }
}
