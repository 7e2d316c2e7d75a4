using CorsKit.Tests.Hosts;
using Microsoft.Extensions.Configuration;

namespace CorsKit.Tests.Configuration;

/// <summary>A changed configuration is compiled and swapped as one; a bad one is logged and changes nothing.</summary>
public sealed class ReloadTests
{
    private const string Old = "https://old.example";
    private const string New = "https://new.example";

    [Fact]
    public async Task A_good_change_takes_effect_and_a_bad_one_keeps_the_last_good_policies()
    {
        var source = new ChangingSource { ["GatewayCors:AllowOrigins:0"] = Old };
        await using var host = Start(source);
        Assert.Equal(Old, (await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);

        source.Change(("GatewayCors:AllowOrigins:0", New));
        Assert.Equal(New, (await host.GetAsync("/orders", New))["Access-Control-Allow-Origin"]);
        Assert.Null((await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);
        Assert.Equal(
            "The CORS policies were reloaded: default AllowOrigins +https://new.example -https://old.example.",
            Assert.Single(host.Log.Cors, line => line.Id == 6).Text);

        source.Change(("GatewayCors:AllowOrigins:0", "https://new.example/"), ("GatewayCors:MaxAge", "soon"));
        Assert.Equal(New, (await host.GetAsync("/orders", New))["Access-Control-Allow-Origin"]);
        var refused = Assert.Single(host.Log.Cors, line => line.Id == 7).Text.Split(Environment.NewLine);
        Assert.Equal(["The changed CORS configuration has problems; the last good policies stay in force. ", "CORS003", "CORS011"], [refused[0], .. refused[1..].Select(line => line[..7])]);

        source.Change(("GatewayCors:AllowOrigins:0", Old), ("GatewayCors:MaxAge", "60"));
        Assert.Equal("60", (await host.PreflightAsync("/orders", Old, "PUT"))["Access-Control-Max-Age"]);
        Assert.Equal(2, host.Log.Cors.Count(line => line.Id == 6));
    }

    [Fact]
    public async Task A_method_in_lower_case_that_a_change_brings_is_warned_of()
    {
        var source = new ChangingSource { ["GatewayCors:AllowOrigins:0"] = Old };
        await using var host = Start(source);
        Assert.DoesNotContain(host.Log.Cors, line => line.Id == 27);

        source.Change(("GatewayCors:AllowMethods:0", "patch"));
        Assert.StartsWith("Policy default allows the method patch: ", Assert.Single(host.Log.Cors, line => line.Id == 27).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_watched_is_followed()
    {
        var folder = Directory.CreateTempSubdirectory("corskit-reload");
        var file = Path.Combine(folder.FullName, "cors.json");
        await File.WriteAllTextAsync(file, Settings(Old), TestContext.Current.CancellationToken);
        await using (var host = TestHost.StartApp(
            HostKind.TestServer,
            b =>
            {
                b.Configuration.AddJsonFile(file, optional: false, reloadOnChange: true);
                b.Services.AddGatewayCors();
            },
            app =>
            {
                app.UseGatewayCors();
                app.MapGet("/orders", () => "orders");
            }))
        {
            Assert.Equal(Old, (await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);
            await File.WriteAllTextAsync(file, Settings(New), TestContext.Current.CancellationToken);
            for (var i = 0; (await host.GetAsync("/orders", New))["Access-Control-Allow-Origin"] is null; i++)
            {
                Assert.True(i < 3000, "the change was never seen");
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            Assert.Null((await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);
        }

        folder.Delete(recursive: true);

        static string Settings(string origin) => $$"""{ "GatewayCors": { "AllowOrigins": "{{origin}}" } }""";
    }

    [Fact]
    public async Task A_change_of_something_else_is_no_reload()
    {
        var source = new ChangingSource { ["GatewayCors:AllowOrigins:0"] = Old };
        await using var host = Start(source);

        source.Change(("Logging:LogLevel:Default", "Trace"));

        Assert.Equal(Old, (await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);
        Assert.DoesNotContain(host.Log.Cors, line => line.Id == 6);
    }

    [Fact]
    public async Task Switching_off_and_on_and_losing_a_named_policy_are_changes_too()
    {
        var source = new ChangingSource { ["GatewayCors:AllowOrigins:0"] = Old, ["GatewayCors:Policies:open:AllowOrigins"] = "*" };
        await using var host = Start(source);
        Assert.Equal("*", (await host.GetAsync("/open", Old))["Access-Control-Allow-Origin"]);

        source.Change(("GatewayCors:Enabled", "false"));
        Assert.Equal("", (await host.GetAsync("/orders", Old)).Cors);

        source.Change(("GatewayCors:Enabled", "true"), ("GatewayCors:Policies:open:AllowOrigins", null), ("GatewayCors:Policies:other:AllowOrigins", "*"));
        Assert.Equal("Vary: Origin", (await host.GetAsync("/open", Old)).Cors);
        Assert.Contains(host.Log.Cors, line => line.Id == 4);
        Assert.Equal(Old, (await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);
    }

    /// <summary>The change comes between the boundary around the pipeline and the middleware, or while an error page is made.</summary>
    [Theory]
    [MemberData(nameof(TestHost.Kinds), MemberType = typeof(TestHost))]
    public async Task A_request_that_began_while_CorsKit_was_off_is_left_alone_to_its_end(HostKind kind)
    {
        var source = new ChangingSource { ["GatewayCors:AllowOrigins:0"] = Old, ["GatewayCors:Enabled"] = "false" };
        await using var host = TestHost.StartApp(
            kind,
            b =>
            {
                ((IConfigurationBuilder)b.Configuration).Add(source);
                b.Services.AddGatewayCors();
            },
            app =>
            {
                app.UseStatusCodePagesWithReExecute("/error");
                app.Use((context, next) =>
                {
                    SwitchOn(context.Request.Path.Value == "/early");
                    return next(context);
                });
                app.UseGatewayCors();
                app.Map("/early", () => "early");
                app.Map("/late", () =>
                {
                    SwitchOn(true);
                    return Results.NotFound();
                });
                app.Map("/error", () => "error");
            });

        foreach (var (path, status, body) in new[] { ("/early", 200, "early"), ("/late", 404, "error") })
        {
            foreach (var origin in new[] { Old, New })
            {
                source.Change(("GatewayCors:Enabled", "false"));
                (await host.PreflightAsync(path, origin, "PUT")).ShouldBe(status, "", body);
                source.Change(("GatewayCors:Enabled", "false"));
                (await host.GetAsync(path, origin)).ShouldBe(status, "", body);
            }
        }

        // It is on now.
        (await host.GetAsync("/early", Old)).ShouldBe(200, $"Access-Control-Allow-Origin: {Old}\nVary: Origin");

        void SwitchOn(bool isDue) => source.Change(isDue ? [("GatewayCors:Enabled", "true")] : []);
    }

    [Fact]
    public async Task A_reload_that_drops_the_policy_of_the_middleware_is_refused()
    {
        var source = new ChangingSource { ["GatewayCors:Policies:web:AllowOrigins"] = Old };
        await using var host = TestHost.StartApp(
            HostKind.TestServer,
            b =>
            {
                ((IConfigurationBuilder)b.Configuration).Add(source);
                b.Services.AddGatewayCors();
            },
            app =>
            {
                app.UseGatewayCors("web");
                app.MapGet("/orders", () => "orders");
            });

        source.Change(("GatewayCors:Policies:web:AllowOrigins", null), ("GatewayCors:Policies:site:AllowOrigins", New));

        Assert.Equal(Old, (await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);
        Assert.Contains("UseGatewayCors names the policy \"web\"", Assert.Single(host.Log.Cors, line => line.Id == 7).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_throws_while_it_is_read_changes_nothing()
    {
        var source = new ChangingSource { ["GatewayCors:AllowOrigins:0"] = Old };
        var fails = false;
        await using var host = Start(source, b => b.Services.PostConfigure<GatewayCorsOptions>(_ =>
        {
            if (fails)
            {
                throw new IOException("gone");
            }
        }));

        fails = true;
        source.Change(("GatewayCors:AllowOrigins:0", New));

        Assert.Equal(Old, (await host.GetAsync("/orders", Old))["Access-Control-Allow-Origin"]);
        Assert.IsType<IOException>(Assert.Single(host.Log.Cors, line => line.Id == 8).Exception);
    }

    internal static TestHost Start(ChangingSource source, Action<WebApplicationBuilder>? configure = null) => TestHost.StartApp(
        HostKind.TestServer,
        b =>
        {
            ((IConfigurationBuilder)b.Configuration).Add(source);
            b.Services.AddGatewayCors();
            configure?.Invoke(b);
        },
        app =>
        {
            app.UseGatewayCors();
            app.MapGet("/orders", () => "orders");
            if (source.ContainsKey("GatewayCors:Policies:open:AllowOrigins"))
            {
                app.MapGet("/open", () => "open").RequireGatewayCors("open");
            }
        });
}
