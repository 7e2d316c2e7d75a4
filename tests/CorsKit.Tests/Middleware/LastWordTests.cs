using CorsKit.Middleware;
using CorsKit.Policies;
using CorsKit.Tests.Configuration;
using CorsKit.Tests.Hosts;
using CorsKit.Tests.Middleware.Internal;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CorsKit.Tests.Middleware;

/// <summary>Responses that start early, late or not at all, and hosts that call back in another order.</summary>
public sealed class LastWordTests
{
    private const string Shop = "https://shop.example.com";

    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task A_response_that_has_already_started_is_left_alone(HostKind kind)
    {
        await using var host = TestHost.Start(kind, Policy, app =>
        {
            app.Use(async (context, next) =>
            {
                await context.Response.StartAsync();
                await next(context);
            });
            app.UseGatewayCors();
            app.Run(context => context.Response.WriteAsync("orders"));
        });

        (await host.GetAsync("/", Shop)).ShouldBe(200, "", body: "orders");
    }

    [Fact]
    public async Task Callbacks_run_last_in_first_out_with_the_middlewares_last_and_a_late_one_next()
    {
        var host = new InvokeFeatures();
        var order = new List<string>();
        var feature = Install(host);
        feature.OnStarting(Add(order, "middleware"), this);
        feature.OnStarting(Add(order, "first"), this);
        feature.OnStarting(
            _ =>
            {
                order.Add("second");
                feature.OnStarting(Add(order, "registered by second"), this);
                return Task.CompletedTask;
            },
            this);

        Assert.False(feature.HasStarted);
        await host.StartAsync();

        Assert.Equal(["second", "registered by second", "first", "middleware"], order);

        // The host's streaming mode never says so itself.
        Assert.True(feature.HasStarted);
        Assert.False(host.HasStarted);
    }

    [Fact]
    public async Task A_response_that_was_looked_up_before_runs_callbacks_last_in_first_out_too()
    {
        var host = new InvokeFeatures();
        var order = new List<string>();
        var context = new DefaultHttpContext(new FeaturesBefore10_1_1 { [typeof(IHttpResponseFeature)] = host });
        context.Response.StatusCode = 418;
        Assert.Equal(418, host.StatusCode);

        LastWordResponseFeature.Install(context, host, boundary: null).OnStarting(Add(order, "middleware"), this);
        context.Response.OnStarting(Add(order, "app"), this);
        await host.StartAsync();

        Assert.Equal(["app", "middleware"], order);
    }

    /// <summary>A front door would make a 502 of it that no page can read.</summary>
    [Theory]
    [MemberData(nameof(TestHost.LambdaKinds), MemberType = typeof(TestHost))]
    public async Task A_callback_that_throws_on_Lambda_is_answered_with_500_and_the_headers(HostKind kind)
    {
        await using var host = TestHost.Start(kind, Policy, app =>
        {
            app.Use((context, next) =>
            {
                context.Response.OnStarting(() =>
                {
                    context.Response.Headers["x-front"] = "still runs";
                    return Task.CompletedTask;
                });
                return next(context);
            });
            app.UseGatewayCors();
            app.MapGet("/throws", (HttpResponse response) =>
            {
                response.Headers.ETag = "\"1\"";
                response.OnStarting(() => throw new InvalidOperationException("boom"));
                return "orders";
            });
            app.MapGet("/throws-later", (HttpResponse response) =>
            {
                response.OnStarting(async () =>
                {
                    await Task.Yield();
                    throw new InvalidOperationException("boom");
                });
                return "orders";
            });
            app.MapGet("/closed", (HttpResponse response) => response.OnStarting(() => throw new InvalidOperationException("boom"))).DisableGatewayCors();
        });

        foreach (var path in new[] { "/throws", "/throws-later" })
        {
            var answer = await host.GetAsync(path, Shop);
            Assert.Equal(
                (500, $"Access-Control-Allow-Origin: {Shop}\nVary: Origin", "still runs", null),
                (answer.Status, answer.Cors, answer["x-front"], answer["ETag"]));
            Assert.Equal("Vary: Origin", (await host.GetAsync(path, "https://evil.example")).Cors);
            if (!kind.IsStreaming())
            {
                Assert.Equal("", answer.Body);
            }
        }

        Assert.Equal(4, host.Log.Cors.Count(line => line is { Id.Id: 9, Exception: InvalidOperationException { Message: "boom" } }));

        // No policy applies, so that it is the host's business.
        var own = await host.GetAsync("/closed", Shop);
        Assert.True(own.Status >= 500, $"{own.Status}");
        Assert.Equal("", own.Cors);
        Assert.Equal(4, host.Log.Cors.Count(line => line.Id == 9));
    }

    /// <summary>A response feature of the app's own, in front of the middleware or behind it, hides what stands before the host's.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task A_response_feature_of_the_app_changes_nothing(HostKind kind)
    {
        foreach (var isInFront in new[] { true, false })
        {
            await using var host = TestHost.Start(kind, Policy, app =>
            {
                void UseOwnFeature() => app.Use((context, next) =>
                {
                    context.Features.Set<IHttpResponseFeature>(new OwnFeature(context.Features.GetRequiredFeature<IHttpResponseFeature>()));
                    return next(context);
                });
                if (isInFront)
                {
                    UseOwnFeature();
                }

                app.UseGatewayCors();
                if (!isInFront)
                {
                    UseOwnFeature();
                }

                app.MapGet("/orders", () => "orders");
                app.MapGet("/boom", string () => throw new InvalidOperationException("boom"));
            });

            Assert.Equal((200, Shop), Read(await host.GetAsync("/orders", Shop)));
            Assert.Equal((204, Shop), Read(await host.PreflightAsync("/orders", Shop, "GET")));
            Assert.Equal((500, Shop), Read(await host.GetAsync("/boom", Shop)));
            Assert.DoesNotContain(host.Log.Cors, line => line.Id.Id is 12 or 16);
        }

        static (int, string?) Read(Answer answer) => (answer.Status, answer["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public void Everything_else_is_the_hosts()
    {
        var host = new InvokeFeatures();
        var feature = Install(host);

        feature.StatusCode = 418;
        feature.ReasonPhrase = "teapot";
        feature.Headers = new HeaderDictionary { ["x-a"] = "1" };
#pragma warning disable CS0618
        feature.Body = Stream.Null;
        Assert.Same(Stream.Null, host.Body);
        Assert.Same(Stream.Null, feature.Body);
#pragma warning restore CS0618

        Assert.Equal((418, "teapot", "1"), (host.StatusCode, host.ReasonPhrase, host.Headers["x-a"].ToString()));
        Assert.Equal((418, "teapot"), (feature.StatusCode, feature.ReasonPhrase));
        Assert.Same(host.Headers, feature.Headers);
        feature.OnCompleted(_ => Task.CompletedTask, this);
        Assert.Equal(1, host.Completed);
        host.HasStarted = true;
        Assert.True(feature.HasStarted);
    }

    [Fact]
    public void Only_a_first_in_first_out_host_needs_it()
    {
        for (var i = 0; i < 2; i++)
        {
            Assert.True(LastWordResponseFeature.IsNeeded(new InvokeFeatures()));
            Assert.False(LastWordResponseFeature.IsNeeded(new HttpResponseFeature()));
            Assert.False(LastWordResponseFeature.IsNeeded(Install(new InvokeFeatures())));
        }
    }

    /// <summary>A callback that threw would fail the whole response.</summary>
    [Fact]
    public void Headers_that_can_no_longer_be_written_are_left_alone()
    {
        var headers = new HeaderDictionary { IsReadOnly = true };
        var policy = GatewayCorsPolicy.Create(new() { AllowOrigins = [Shop] });

        CorsResponseHeaders.Write(headers, policy.EvaluateOrigin(Shop));
        CorsResponseHeaders.Write(headers, policy.EvaluateOrigin(Shop), policy.FullAnswer);

        Assert.Empty(headers);
    }

    /// <summary>Headers stay out of the response's table unless the app wrote one of them; a start that comes twice changes nothing.</summary>
    [Theory]
    [InlineData("Content-Type", true)]
    [InlineData("Vary", false)]
    [InlineData("Access-Control-Allow-Origin", false)]
    [InlineData("access-control-allow-private-network", false)]
    public async Task The_headers_of_a_verdict_follow_those_of_the_response(string name, bool follow)
    {
        var policy = GatewayCorsPolicy.Create(new() { AllowOrigins = [Shop, "https://*.example.com"], AllowMethods = ["PUT"] });
        foreach (var origin in new[] { Shop, "https://a.example.com", "https://evil.example" })
        {
            var verdict = policy.EvaluateOrigin(origin);
            foreach (var outcome in new object[] { verdict, verdict.IsAllowed ? policy.FullAnswer.For(verdict) : PreflightAnswer.Refusal })
            {
                var host = new InvokeFeatures { Headers = new HeaderDictionary { [name] = "Accept" } };
                var expected = new HeaderDictionary { [name] = "Accept" };
                CorsResponseHeaders.Write(expected, verdict, outcome as PreflightAnswer);
                var context = new DefaultHttpContext();
                context.Features.SetOutcome(LastWordResponseFeature.Install(context, host, boundary: null), outcome);

                await host.StartAsync();
                Assert.Equal((follow, name), (host.Headers is HeadersWithCors, name));
                Assert.Equal(expected.OrderBy(header => header.Key), host.Headers.OrderBy(header => header.Key));
                await host.StartAsync();
                Assert.Equal(expected.OrderBy(header => header.Key), host.Headers.OrderBy(header => header.Key));
            }
        }
    }

    /// <summary>Verdicts and answers serve many responses: what one response adds or changes is in no other.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task Preflights_of_an_origin_have_the_same_headers_however_often_they_come(HostKind kind)
    {
        string[] origins = [.. Enumerable.Range(0, 3).Select(i => $"https://shop-{i}.example")];
        foreach (var isLogged in new[] { true, false })
        {
            var settings = new ChangingSource { ["Methods"] = "PUT", ["GatewayCors:Policies:open:AllowOrigins"] = "*" };
            await using var host = TestHost.StartApp(
                kind,
                builder =>
                {
                    ((IConfigurationBuilder)builder.Configuration).Add(settings);
                    builder.Services.AddGatewayCors();
                    builder.Services.AddGatewayCors(cors => cors
                        .AddPolicy("listed", p => p.AllowOrigins([.. origins, "https://*.example.com"]).AllowMethods(builder.Configuration["Methods"]!).AllowCredentials())
                        .AddPolicy("public", p => p.AllowAnyOrigin().AllowMethods("PATCH"))
                        .SelectPolicy(request => request.Host == "public.example.com" ? "public" : null));
                    _ = isLogged ? builder.Logging : builder.Logging.ClearProviders();
                },
                app =>
                {
                    app.Use((context, next) =>
                    {
                        if (context.Request.Path.StartsWithSegments("/marked"))
                        {
                            context.Response.OnStarting(() => Task.FromResult(context.Response.Headers["x-mark"] = "1"));
                            context.Response.Headers.AccessControlAllowMethods = "DELETE";
                        }

                        return next(context);
                    });
                    app.UseGatewayCors("listed");
                });

            foreach (var method in new[] { "PUT", "PUT", "DELETE" })
            {
                settings.Change(("Methods", method), ("GatewayCors:Policies:other:AllowOrigins", "*"));
                foreach (var origin in origins.Append("https://a.example.com"))
                {
                    foreach (var (path, mark) in new[] { ("/orders", null), ("/marked", "1"), ("/orders", (string?)null) })
                    {
                        var answer = await host.PreflightAsync(path, origin, "PUT");
                        answer.ShouldBe(204, $"Access-Control-Allow-Credentials: true\nAccess-Control-Allow-Methods: {method}\nAccess-Control-Allow-Origin: {origin}\nAccess-Control-Max-Age: 7200\nVary: Origin");
                        Assert.Equal(mark, answer["x-mark"]);
                    }

                    (await host.PreflightAsync("/orders", origin + "x", "PUT")).ShouldBe(403, "Vary: Origin");
                    (await host.SendAsync("OPTIONS", "/orders", ("Host", "public.example.com"), ("Origin", origin), ("Access-Control-Request-Method", "PATCH")))
                        .ShouldBe(204, "Access-Control-Allow-Methods: PATCH\nAccess-Control-Allow-Origin: *\nAccess-Control-Max-Age: 7200");
                }
            }
        }
    }

    /// <summary>Those of Amazon.Lambda.AspNetCoreServer 10.1.0: Set raises no revision, so that what was looked up before stays.</summary>
    private sealed class FeaturesBefore10_1_1 : FeatureCollection, IFeatureCollection
    {
        private int _untold;

        int IFeatureCollection.Revision => Revision - _untold;

        void IFeatureCollection.Set<TFeature>(TFeature? instance)
            where TFeature : default
        {
            Set(instance);
            _untold++;
        }
    }

    /// <summary>Passes everything on.</summary>
    private sealed class OwnFeature(IHttpResponseFeature inner) : IHttpResponseFeature
    {
        public int StatusCode { get => inner.StatusCode; set => inner.StatusCode = value; }

        public string? ReasonPhrase { get => inner.ReasonPhrase; set => inner.ReasonPhrase = value; }

        public IHeaderDictionary Headers { get => inner.Headers; set => inner.Headers = value; }

#pragma warning disable CS0618
        public Stream Body { get => inner.Body; set => inner.Body = value; }
#pragma warning restore CS0618

        public bool HasStarted => inner.HasStarted;

        public void OnStarting(Func<object, Task> callback, object state) => inner.OnStarting(callback, state);

        public void OnCompleted(Func<object, Task> callback, object state) => inner.OnCompleted(callback, state);
    }

    private static LastWordResponseFeature Install(InvokeFeatures host) => LastWordResponseFeature.Install(new DefaultHttpContext(), host, boundary: null);

    private static Func<object, Task> Add(List<string> order, string name) => _ =>
    {
        order.Add(name);
        return Task.CompletedTask;
    };

    private static void Policy(GatewayCorsOptions cors) => cors.AddDefaultPolicy(p => p.AllowOrigins(Shop));
}
