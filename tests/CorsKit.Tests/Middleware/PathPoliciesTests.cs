using CorsKit.Tests.Hosts;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CorsKit.Tests.Middleware;

/// <summary>Policies by path, as an app has them that called UseCors in UseWhen and Map, on every host.</summary>
public sealed class PathPoliciesTests(PathPoliciesTests.Apps apps) : IClassFixture<PathPoliciesTests.Apps>
{
    private const string A = "https://a.example";
    private const string B = "https://b.example";
    private const string Any = "https://any.example";
    private const string AllowedA = $"Access-Control-Allow-Origin: {A}\nVary: Origin";
    private const string AllowedB = $"Access-Control-Allow-Origin: {B}\nVary: Origin";
    private const string Refused = "Vary: Origin";

    // Some endpoint of the app has CORS metadata.
    private const string RequestedOnly = "Access-Control-Request-Method, Access-Control-Request-Headers";

    /// <summary>The method (with ? in a preflight), the path and the origin.</summary>
    private static readonly Dictionary<string, (int Status, string Cors)> Answers = new()
    {
        // UseWhen, which comes back to the main pipeline and its endpoints.
        [$"GET /a/orders {A}"] = (200, AllowedA),
        [$"GET /A/orders {A}"] = (200, AllowedA),
        [$"GET /a/orders {B}"] = (200, Refused),
        ["GET /a/orders"] = (200, Refused),
        [$"GET /a/boom {A}"] = (500, AllowedA),
        [$"GET /a/boom {B}"] = (500, Refused),
        [$"GET /a/missing {A}"] = (404, AllowedA),
        [$"POST /a/orders {A}"] = (405, AllowedA),
        [$"PUT? /a/orders {A}"] = (204, $"Access-Control-Allow-Methods: PUT\nAccess-Control-Allow-Origin: {A}\nAccess-Control-Max-Age: 7200\nVary: Origin, {RequestedOnly}"),
        [$"PUT? /a/missing {A}"] = (204, $"Access-Control-Allow-Methods: PUT\nAccess-Control-Allow-Origin: {A}\nAccess-Control-Max-Age: 7200\nVary: Origin, {RequestedOnly}"),
        [$"PUT? /a/orders {B}"] = (403, Refused),

        // An endpoint there that names a policy itself, or has CORS disabled.
        [$"GET /a/public {Any}"] = (200, "Access-Control-Allow-Origin: *"),
        [$"GET? /a/public {Any}"] = (204, $"Access-Control-Allow-Origin: *\nAccess-Control-Max-Age: 7200\nVary: {RequestedOnly}"),
        [$"GET /a/closed {A}"] = (200, ""),
        [$"GET? /a/closed {A}"] = (403, Refused),

        // Map, which ends in the branch.
        [$"GET /b {B}"] = (200, AllowedB),
        [$"GET /b {A}"] = (200, Refused),
        [$"GET /b/boom {B}"] = (500, AllowedB),
        [$"GET /b/missing {B}"] = (404, AllowedB),
        [$"PUT? /b {B}"] = (204, $"Access-Control-Allow-Methods: PUT\nAccess-Control-Allow-Origin: {B}\nAccess-Control-Max-Age: 7200\nVary: Origin, {RequestedOnly}"),
        [$"PUT? /b {A}"] = (403, Refused),

        // No path of theirs.
        [$"GET / {A}"] = (200, ""),
        [$"GET /apples {A}"] = (404, ""),
        [$"PUT? / {A}"] = (405, ""),
    };

    public static MatrixTheoryData<HostKind, string> Cases => new(RunningApp.Hosts.Keys, Answers.Keys);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Each_path_has_its_policy(HostKind kind, string request)
    {
        var host = apps.On(kind);
        string[] parts = [.. request.Split(' '), ""];

        var answer = parts[0].EndsWith('?')
            ? await host.PreflightAsync(parts[1], parts[2], parts[0].TrimEnd('?'))
            : await host.SendAsync(parts[0], parts[1], parts[2].Length > 0 ? [("Origin", parts[2])] : []);

        Assert.Equal($"{Answers[request].Status}\n{Answers[request].Cors}", $"{answer.Status}\n{answer.Cors}");
    }

    /// <summary>In front of the branches, where WebApplication puts it by itself, a page could not read its 401.</summary>
    [Theory]
    [InlineData(false, "")]
    [InlineData(true, AllowedA)]
    public async Task Authorization_is_to_be_called_behind_the_branches(bool isCalled, string cors)
    {
        await using var host = TestHost.Start(
            HostKind.Kestrel,
            Policies,
            app =>
            {
                app.UseWhen(context => context.Request.Path.StartsWithSegments("/a"), path => path.UseGatewayCors("a"));
                if (isCalled)
                {
                    app.UseAuthentication();
                    app.UseAuthorization();
                }

                app.MapGet("/a/orders", () => "orders").RequireAuthorization();
            },
            b =>
            {
                b.Services.AddAuthorization();
                b.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie => cookie.Events.OnRedirectToLogin = context =>
                {
                    context.Response.StatusCode = 401;
                    return Task.CompletedTask;
                });
            });

        (await host.GetAsync("/a/orders", A)).ShouldBe(401, cors);
        Assert.Equal(204, (await host.PreflightAsync("/a/orders", A, "PUT")).Status);
    }

    private static void Policies(GatewayCorsOptions cors) => cors
        .AddPolicy("a", p => p.AllowOrigins(A).AllowMethods("PUT"))
        .AddPolicy("b", p => p.AllowOrigins(B).AllowMethods("PUT", "DELETE"))
        .AddPolicy("public", p => p.AllowAnyOrigin().AllowMethods("PUT"));

    public sealed class Apps : EveryHost
    {
        protected override TestHost Start(HostKind kind) => TestHost.Start(kind, Policies, app =>
        {
            app.UseWhen(context => context.Request.Path.StartsWithSegments("/a"), path => path.UseGatewayCors("a"));
            app.Map("/b", path =>
            {
                path.UseGatewayCors("b");
                path.Map("/boom", boom => boom.Run(_ => throw new InvalidOperationException("boom")));
                path.MapWhen(context => !context.Request.Path.HasValue, orders => orders.Run(context => context.Response.WriteAsync("orders")));
            });
            app.MapGet("/", () => "home");
            app.MapGet("/a/orders", () => "orders");
            app.MapGet("/a/boom", string () => throw new InvalidOperationException("boom"));
            app.MapGet("/a/public", () => "public").RequireGatewayCors("public");
            app.MapGet("/a/closed", () => "closed").DisableGatewayCors();
        });
    }
}
