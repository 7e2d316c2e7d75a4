namespace CorsKit.Analyzers.Tests;

/// <summary>CORS101, CORS102 and CORS103: where UseGatewayCors stands, and what moves.</summary>
public sealed class PlacementTests
{
    private const string Start = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddGatewayCors();
        var app = builder.Build();

        """;

    /// <summary>Each that answers, in front.</summary>
    [Theory]
    [InlineData("app.UseHttpsRedirection();")]
    [InlineData("app.UseAuthentication();")]
    [InlineData("app.UseAuthorization();")]
    [InlineData("app.UseOutputCache();")]
    [InlineData("app.UseResponseCaching();")]
    [InlineData("app.UseRateLimiter();")]
    [InlineData("app.UseStaticFiles(\"/shared\");")]
    [InlineData("app.UseStaticFiles(new StaticFileOptions { RequestPath = \"/shared\" });")]
    [InlineData("app.Run(context => context.Response.WriteAsync(\"done\"));")]
    [InlineData("((IApplicationBuilder)app).UseAuthentication();")]
    [InlineData("AuthAppBuilderExtensions.UseAuthentication(app);")]
    [InlineData("if (!app.Environment.IsDevelopment())\n{\n    app.UseHttpsRedirection();\n}")]
    public Task What_answers_in_front_is_found_and_goes_behind(string answers) => Source.FixesAsync(
        $"{Start}{answers}\napp.{{|CORS101:UseGatewayCors|}}();\napp.Run();\n",
        $"{Start}app.UseGatewayCors();\n{answers}\napp.Run();\n");

    /// <summary>What stands there answers nothing, or another app, branch or run of the method.</summary>
    [Theory]
    [InlineData("app.UseRouting();")]
    [InlineData("app.UseExceptionHandler(\"/error\");")]
    [InlineData("app.UseStaticFiles();")]
    [InlineData("app.UseStaticFiles(new StaticFileOptions { ServeUnknownFileTypes = true });")]
    [InlineData("app.UseForwardedHeaders();")]
    [InlineData("app.UseHsts();")]
    [InlineData("app.Use((context, next) => next(context));")]
    [InlineData("app.Map(\"/health\", health => health.Run(context => context.Response.WriteAsync(\"ok\")));")]
    [InlineData("app.UseWhen(context => context.Request.IsHttps, branch => branch.UseAuthentication());")]
    [InlineData("var other = builder.Build(); other.UseAuthentication();")]
    [InlineData("void Later() { app.UseAuthentication(); }")]
    [InlineData("if (args.Length > 0) { app.UseAuthentication(); app.Run(); return; }")]
    [InlineData("app.UseAuthentication(); app = builder.Build();")]
    [InlineData("Own.UseAuthentication(app); ")]
    public Task What_does_not_answer_in_front_is_left_alone(string first) => Source.ReportsAsync(
        $$"""
        {{Start}}
        {{first}}
        app.UseGatewayCors();
        app.UseAuthorization();
        app.Run();
        internal static class Own { public static void UseAuthentication(IApplicationBuilder app) { } }
        """);

    [Fact]
    public Task UseRouting_moves_with_it() => Source.FixesAsync(
        Start + """

            app.UseHttpsRedirection();
            app.UseStaticFiles();
            app.UseRouting();
            app.UseAuthorization();
            // the pages of the shop
            app.{|CORS101:UseGatewayCors|}();
            app.Run();
            """,
        Start + """

            app.UseRouting();
            // the pages of the shop
            app.UseGatewayCors();
            app.UseHttpsRedirection();
            app.UseStaticFiles();
            app.UseAuthorization();
            app.Run();
            """);

    [Fact]
    public Task Behind_UseRouting_it_stays_behind_it() => Source.FixesAsync(
        Start + """
            app.UseRouting();
            app.UseAuthentication();
            app.UseAuthorization();
            app.{|CORS101:UseGatewayCors|}();
            app.Run();
            """,
        Start + """
            app.UseRouting();
            app.UseGatewayCors();
            app.UseAuthentication();
            app.UseAuthorization();
            app.Run();
            """);

    [Fact]
    public Task A_condition_around_it_moves_with_it() => Source.FixesAsync(
        Start + """
            app.UseAuthentication();
            if (args.Length > 0)
            {
                app.{|CORS101:UseGatewayCors|}();
            }

            app.Run();
            """,
        Start + """
            if (args.Length > 0)
            {
                app.UseGatewayCors();
            }
            app.UseAuthentication();

            app.Run();
            """);

    [Fact]
    public Task Out_of_a_chain_it_becomes_a_statement() => Source.FixesAsync(
        Start + """
            app.UseAuthentication().UseAuthorization().{|CORS101:UseGatewayCors|}();
            app.Run();
            """,
        Start + """
            app.UseGatewayCors();
            app.UseAuthentication().UseAuthorization();
            app.Run();
            """);

    /// <summary>Found, and for the reader to move: a statement that moved would mean something else.</summary>
    [Theory]
    [InlineData("app.UseAuthentication(); var on = args.Length > 0; if (on) { app.{|CORS101:UseGatewayCors|}(); }")]
    [InlineData("app.UseRouting().UseAuthentication(); app.{|CORS101:UseGatewayCors|}();")]
    [InlineData("app.UseAuthentication(); if (args.Length > 0) { app.{|CORS101:UseGatewayCors|}(); } else { app.UseHsts(); }")]
    [InlineData("app.UseRouting().UseHttpsRedirection().{|CORS101:UseGatewayCors|}();")]
    [InlineData("app.Map(\"/api\", api => api.UseAuthentication().{|CORS101:UseGatewayCors|}());")]
    [InlineData("void Api(IApplicationBuilder api) => api.UseAuthentication().{|CORS101:UseGatewayCors|}(); Api(app);")]
    [InlineData("var api = app.UseAuthentication().{|CORS101:UseGatewayCors|}(); api.UseHsts();")]
    [InlineData("app.UseAuthentication(); app.UsePathBase(\"/api\"); app.UseRouting(); app.{|CORS101:UseGatewayCors|}();")]
    [InlineData("app.{|CORS102:UseGatewayCors|}(); app.UsePathBase(\"/api\"); app.UseRouting();")]
    [InlineData("app.UseAuthentication(); if (args.Length > 0) { app.UseRouting(); app.UseAuthorization(); } app.{|CORS101:UseGatewayCors|}();")]
    [InlineData("#if !NEVER\napp.UseHttpsRedirection();\n#endif\napp.{|CORS101:UseGatewayCors|}();")]
    public async Task Where_it_cannot_move_there_is_no_fix(string code) => await Source.FixesAsync($"{Start}{code}\napp.Run();", $"{Start}{code}\napp.Run();");

    [Fact]
    public Task On_a_branch_it_moves_within_the_branch() => Source.FixesAsync(
        Start + """
            app.Map("/api", api =>
            {
                api.UseAuthentication();
                api.{|CORS101:UseGatewayCors|}();
            });
            app.Run();
            """,
        Start + """
            app.Map("/api", api =>
            {
                api.UseGatewayCors();
                api.UseAuthentication();
            });
            app.Run();
            """);

    [Fact]
    public Task In_a_Startup_class_too() => Source.FixesAsync(
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddGatewayCors();

            public void Configure(IApplicationBuilder app)
            {
                app.UseAuthorization();

                app.{|CORS101:UseGatewayCors|}();
                app.UseEndpoints(endpoints => endpoints.MapControllers());
            }
        }
        """,
        """
        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddGatewayCors();

            public void Configure(IApplicationBuilder app)
            {
                app.UseGatewayCors();
                app.UseAuthorization();
                app.UseEndpoints(endpoints => endpoints.MapControllers());
            }
        }
        """);

    [Fact]
    public Task Before_UseRouting_it_is_found_and_UseRouting_goes_first() => Source.FixesAsync(
        Start + """
            app.{|CORS102:UseGatewayCors|}();
            app.UseHttpsRedirection();
            app.UseRouting();
            app.Run();
            """,
        Start + """
            app.UseRouting();
            app.UseGatewayCors();
            app.UseHttpsRedirection();
            app.Run();
            """);

    /// <summary>Beside each other, in one method, on one app.</summary>
    [Theory]
    [InlineData("app.{|CORS103:UseCors|}(\"shop\"); app.UseGatewayCors();")]
    [InlineData("app.UseGatewayCors(); app.{|CORS103:UseCors|}();")]
    [InlineData("app.UseGatewayCors().{|CORS103:UseCors|}(cors => cors.AllowAnyOrigin());")]
    public Task Two_owners_are_found(string code) => Source.ReportsAsync($"{Start}{code}\napp.Run();");

    [Theory]
    [InlineData("if (args.Length > 0) { app.UseCors(); } else { app.UseGatewayCors(); }")]
    [InlineData("app.UseGatewayCors(); app.UseCors(); app.MapGet(\"/feed\", () => 1).BypassGatewayCors();")]
    [InlineData("app.UseGatewayCors(); app.Map(\"/legacy\", legacy => legacy.UseCors());")]
    public Task One_owner_of_each_path_is_left_alone(string code) => Source.ReportsAsync($"{Start}{code}\napp.Run();");
}
