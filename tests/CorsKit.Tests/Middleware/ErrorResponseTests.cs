using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CorsKit.Tests.Middleware;

/// <summary>
/// Every way in which an app can fail, on every host: the response has the headers for the allowed origin, and has no CORS
/// headers for another one.
/// </summary>
public sealed class ErrorResponseTests
{
    private const string Shop = "https://shop.example.com";
    private const string Evil = "https://evil.example";
    private const string Allowed = "Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Origin: https://shop.example.com\nVary: Origin";
    private const string Refused = "Vary: Origin";

    /// <summary>How Program.cs goes on after UseGatewayCors; the path to ask for; the status; what the body contains.</summary>
    private static readonly Dictionary<string, (Action<WebApplication> App, Action<WebApplicationBuilder>? Builder, string Path, int Status, string Body)> Ways = new()
    {
        ["thrown by an endpoint"] = (app => app.MapGet("/boom", Throw), null, "/boom", 500, ""),
        ["thrown by a middleware"] = (app => app.Use((HttpContext _, RequestDelegate _) => throw new InvalidOperationException("boom")), null, "/", 500, ""),
        ["thrown after an await"] = (app => app.MapGet("/boom", async () =>
        {
            await Task.Delay(5);
            throw new InvalidOperationException("boom");
        }), null, "/boom", 500, ""),
        ["thrown with headers and a status set"] = (app => app.MapGet("/boom", (HttpResponse response) =>
        {
            response.StatusCode = 201;
            response.Headers.ETag = "\"1\"";
            response.Headers.AccessControlAllowOrigin = "*";
            throw new InvalidOperationException("boom");
        }), null, "/boom", 500, ""),
        ["a bad request"] = (app => app.MapGet("/boom", string () => throw new BadHttpRequestException("too large", 413)), null, "/boom", 413, ""),
        ["a parameter that does not bind"] = (app => app.MapGet("/orders/{id}", (int id) => id), null, "/orders/one", 400, ""),
        ["an exception handler with a path"] = (app =>
        {
            app.UseExceptionHandler("/error");
            app.MapGet("/boom", Throw);
            app.MapGet("/error", () => Results.Text("handled", statusCode: 503));
        }, null, "/boom", 503, "handled"),
        ["an exception handler with a delegate"] = (app =>
        {
            app.UseExceptionHandler(error => error.Run(context => context.Response.WriteAsync("handled")));
            app.MapGet("/boom", Throw);
        }, null, "/boom", 500, "handled"),
        ["problem details"] = (app =>
        {
            app.UseExceptionHandler();
            app.MapGet("/boom", Throw);
        }, builder => builder.Services.AddProblemDetails(), "/boom", 500, "An error occurred"),
        ["an IExceptionHandler"] = (app =>
        {
            app.UseExceptionHandler();
            app.MapGet("/boom", Throw);
        }, builder => builder.Services.AddExceptionHandler<TeapotHandler>().AddProblemDetails(), "/boom", 418, "teapot"),
        ["the developer exception page"] = (app =>
        {
            app.UseDeveloperExceptionPage();
            app.MapGet("/boom", Throw);
        }, null, "/boom", 500, "boom"),
        ["an exception handler that fails too"] = (app =>
        {
            app.UseExceptionHandler(error => error.Run(_ => throw new InvalidOperationException("again")));
            app.MapGet("/boom", Throw);
        }, null, "/boom", 500, ""),
        ["cleared by a handler"] = (app =>
        {
            app.Use(async (context, next) =>
            {
                try
                {
                    await next(context);
                }
                catch (InvalidOperationException)
                {
                    context.Response.Clear();
                    context.Response.Headers.Clear();
                    context.Response.StatusCode = 502;
                    await context.Response.WriteAsync("cleared");
                }
            });
            app.MapGet("/boom", Throw);
        }, null, "/boom", 502, "cleared"),
        ["OnStarting callbacks that remove and change the headers"] = (app =>
        {
            app.Use((context, next) =>
            {
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers.Remove("Access-Control-Allow-Origin");
                    context.Response.Headers.Remove("Vary");
                    return Task.CompletedTask;
                });
                return next(context);
            });
            app.MapGet("/boom", (HttpResponse response) =>
            {
                response.OnStarting(async () =>
                {
                    await Task.Yield();
                    response.Headers.AccessControlAllowOrigin = "*";
                    response.Headers.AccessControlAllowMethods = "*";
                });
                return Results.StatusCode(409);
            });
        }, null, "/boom", 409, ""),
        ["an OnStarting callback that registers another"] = (app => app.MapGet("/boom", (HttpResponse response) =>
        {
            response.OnStarting(() =>
            {
                response.OnStarting(() =>
                {
                    response.Headers.AccessControlAllowOrigin = "*";
                    return Task.CompletedTask;
                });
                return Task.CompletedTask;
            });
            return Results.StatusCode(400);
        }), null, "/boom", 400, ""),
        ["status code pages"] = (app =>
        {
            app.UseStatusCodePages();
            app.MapGet("/boom", () => Results.StatusCode(404));
        }, null, "/boom", 404, "Status Code: 404"),
        ["status code pages, re-executed"] = (app =>
        {
            app.UseStatusCodePagesWithReExecute("/status/{0}");
            app.MapGet("/status/{code}", (string code) => $"page {code}");
        }, null, "/nowhere", 404, "page 404"),
        ["short-circuited by a middleware"] = (app => app.Run(context =>
        {
            context.Response.StatusCode = 429;
            return context.Response.WriteAsync("slow down");
        }), null, "/", 429, "slow down"),
        ["completed by hand"] = (app => app.MapGet("/boom", async (HttpResponse response) =>
        {
            response.StatusCode = 503;
            await response.StartAsync();
            await response.WriteAsync("by hand");
            await response.CompleteAsync();
        }), null, "/boom", 503, "by hand"),
        ["a redirect"] = (app => app.MapGet("/boom", () => Results.Redirect("/elsewhere")), null, "/boom", 302, ""),
    };

    public static MatrixTheoryData<HostKind, string> Cases => new(RunningApp.Hosts.Keys, Ways.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task However_the_app_fails_the_page_may_read_it(HostKind kind, string way)
    {
        var (configure, builder, path, status, body) = Ways[way];
        await using var host = Start(kind, configure, builder);

        var allowed = await host.GetAsync(path, Shop);
        Assert.Equal((status, Allowed), (allowed.Status, allowed.Cors));
        Assert.Contains(body, allowed.Body, StringComparison.Ordinal);
        if (body.Length == 0)
        {
            Assert.Equal("", allowed.Body);
        }

        (await host.GetAsync(path, Evil)).ShouldBe(status, Refused);
        (await host.GetAsync(path)).ShouldBe(status, Refused);
    }

    /// <summary>The same where the handler stands before UseGatewayCors and runs the pipeline a second time.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task A_handler_before_the_middleware_keeps_the_headers_too(HostKind kind)
    {
        await using var host = TestHost.Start(kind, Policy, app =>
        {
            app.UseExceptionHandler("/error");
            app.UseStatusCodePagesWithReExecute("/status/{0}");
            app.UseGatewayCors();
            app.MapGet("/boom", Throw);
            app.MapGet("/error", () => Results.Text("handled", statusCode: 503));
            app.MapGet("/status/{code}", (string code) => $"page {code}");
        });

        (await host.GetAsync("/boom", Shop)).ShouldBe(503, Allowed, body: "handled");
        (await host.GetAsync("/boom", Evil)).ShouldBe(503, Refused, body: "handled");
        (await host.GetAsync("/nowhere", Shop)).ShouldBe(404, Allowed, body: "page 404");

        // A refused preflight stays as it is: no page is put on it.
        (await host.PreflightAsync("/boom", Evil, "PUT")).ShouldBe(403, Refused, body: "");
    }

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task No_status_code_page_is_put_on_a_refused_preflight(HostKind kind)
    {
        await using var host = TestHost.Start(kind, Policy, app =>
        {
            app.UseStatusCodePages();
            app.UseGatewayCors();
        });

        (await host.PreflightAsync("/x", Evil, "PUT")).ShouldBe(403, Refused, body: "");
        Assert.StartsWith("Status Code: 404", (await host.GetAsync("/x", Evil)).Body, StringComparison.Ordinal);
    }

    /// <summary>The error page has a policy of its own; the answer is to the endpoint that the page asked for.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    [Trait("Check", "C17")]
    public async Task A_re_executed_request_keeps_the_policy_of_the_endpoint_it_asked_for(HostKind kind)
    {
        await using var host = TestHost.Start(
            kind,
            cors =>
            {
                Policy(cors);
                cors.AddPolicy("public", p => p.AllowAnyOrigin());
            },
            app =>
            {
                app.UseExceptionHandler("/error");
                app.UseStatusCodePagesWithReExecute("/error");
                app.UseGatewayCors();
                app.MapGet("/boom", Throw);
                app.MapGet("/async", async () =>
                {
                    await Task.Delay(5);
                    throw new InvalidOperationException("boom");
                });
                app.MapGet("/closed", Throw).DisableGatewayCors();
                app.MapGet("/missing", () => Results.NotFound()).DisableGatewayCors();
                app.MapGet("/error", () => "handled").RequireGatewayCors("public");
            });

        Assert.Equal(("handled", Allowed), (await host.GetAsync("/boom", Shop)) is var a ? (a.Body, a.Cors) : default);
        Assert.Equal(("handled", Allowed), (await host.GetAsync("/async", Shop)) is var b ? (b.Body, b.Cors) : default);
        Assert.Equal(("handled", ""), (await host.GetAsync("/closed", Shop)) is var c ? (c.Body, c.Cors) : default);
        Assert.Equal(("handled", ""), (await host.GetAsync("/missing", Shop)) is var d ? (d.Body, d.Cors) : default);
        Assert.Equal(("handled", Allowed), (await host.GetAsync("/nowhere", Shop)) is var e ? (e.Body, e.Cors) : default);
        Assert.Equal(("handled", "Access-Control-Allow-Origin: *"), (await host.GetAsync("/error", Shop)) is var f ? (f.Body, f.Cors) : default);
    }

    /// <summary>A handler that makes a success of an exception is a re-execution all the same.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task A_re_execution_with_status_200_keeps_the_policy_too(HostKind kind)
    {
        await using var host = TestHost.Start(kind, Policy, app =>
        {
            app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error", StatusCodeSelector = _ => 200 });
            app.UseGatewayCors();
            app.MapGet("/closed", Throw).DisableGatewayCors();
            app.MapGet("/closed-async", async () =>
            {
                await Task.Delay(5);
                throw new InvalidOperationException("boom");
            }).DisableGatewayCors();
            app.MapGet("/error", () => "handled");
        });

        (await host.GetAsync("/closed", Shop)).ShouldBe(200, "", body: "handled");
        (await host.GetAsync("/closed-async", Shop)).ShouldBe(200, "", body: "handled");
    }

    /// <summary>One request is one line and one count, however often the pipeline runs for it.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task A_re_executed_request_is_logged_once(HostKind kind)
    {
        await using var host = TestHost.Start(kind, Policy, app =>
        {
            app.UseExceptionHandler("/error");
            app.UseStatusCodePagesWithReExecute("/error");
            app.UseGatewayCors();
            app.MapGet("/boom", Throw);
            app.MapGet("/error", () => "handled");
        });

        await host.GetAsync("/boom", Evil);
        Assert.Single(host.Log.Cors, line => line.Id == 1);
        await host.GetAsync("/nowhere", Evil);
        Assert.Equal(2, host.Log.Cors.Count(line => line.Id == 1));
    }

    /// <summary>Too late to answer: the exception goes to the host. On Lambda, unless it streams, nothing was sent yet, and the headers are there.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task Thrown_after_the_first_write(HostKind kind)
    {
        await using var host = Start(kind, app => app.MapGet("/boom", async (HttpResponse response) =>
        {
            await response.WriteAsync("half");
            await response.Body.FlushAsync();
            throw new InvalidOperationException("boom");
        }));

        if (kind.IsLambda())
        {
            var answer = await host.GetAsync("/boom", Shop);
            Assert.Equal((kind.IsStreaming() ? 200 : 500, "half", Allowed), (answer.Status, answer.Body, answer.Cors));
        }
        else
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "boom") { Headers = { { "Origin", Shop } } };
            using var response = await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.Equal(Shop, Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
            await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }

        // It is the host that logs, and what it logs is the app's exception; Amazon's streaming host does so twice.
        if (kind != HostKind.TestServer)
        {
            Assert.Equal(
                kind.IsStreaming() ? ["boom", "boom"] : ["boom"],
                host.Log.All.Where(line => line.Level == LogLevel.Error).Select(line => line.Exception?.Message));
        }

        Assert.Empty(host.Log.Cors);
    }

    /// <summary>What stood in the response before the exception is gone: no half a body under a 500.</summary>
    [Theory]
    [MemberData(nameof(TestHost.LambdaKinds), MemberType = typeof(TestHost))]
    public async Task A_buffered_body_is_emptied(HostKind kind)
    {
        await using var host = Start(kind, app => app.MapGet("/boom", async (HttpResponse response) =>
        {
            await response.Body.WriteAsync("half"u8.ToArray());
            response.ContentType = "text/plain";
            throw new InvalidOperationException("boom");
        }));

        var answer = await host.GetAsync("/boom", Shop);

        Assert.Equal((500, "", Allowed), (answer.Status, answer.Body, answer.Cors));
    }

    /// <summary>What something before the middleware answers is not the middleware's.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task What_is_answered_before_the_middleware_is_left_alone(HostKind kind)
    {
        await using var host = TestHost.Start(kind, Policy, app =>
        {
            app.Use(async (context, next) =>
            {
                if (context.Request.Path == "/before")
                {
                    context.Response.StatusCode = 418;
                    await context.Response.WriteAsync("before");
                    return;
                }

                if (context.Request.Path == "/before-boom")
                {
                    throw new NotSupportedException("before");
                }

                await next(context);
            });
            app.UseGatewayCors();
        });

        (await host.GetAsync("/before", Shop)).ShouldBe(418, "", body: "before");

        // Rethrown untouched: each host does with it what it always does.
        if (kind == HostKind.TestServer)
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => host.GetAsync("/before-boom", Shop));
        }
        else
        {
            (await host.GetAsync("/before-boom", Shop)).ShouldBe(500, "");
        }

        Assert.DoesNotContain(host.Log.Cors, line => line.Exception is NotSupportedException);
    }

    private static string Throw() => throw new InvalidOperationException("boom");

    private static void Policy(GatewayCorsOptions cors) => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop).AllowCredentials());

    private static TestHost Start(HostKind kind, Action<WebApplication> configure, Action<WebApplicationBuilder>? builder = null) =>
        TestHost.Start(
            kind,
            Policy,
            app =>
            {
                app.UseGatewayCors();
                configure(app);
            },
            builder);

    private sealed class TeapotHandler : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            httpContext.Response.StatusCode = 418;
            await httpContext.Response.WriteAsync("teapot", cancellationToken);
            return true;
        }
    }
}
