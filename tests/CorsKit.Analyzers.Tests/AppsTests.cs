namespace CorsKit.Analyzers.Tests;

/// <summary>Apps as people write them, with nothing to find: no rule says a word.</summary>
public sealed class AppsTests
{
    private const string Builder = "var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddGatewayCors();\n";

    public static TheoryData<string, string> Apps => new()
    {
        { "minimal", Builder + "var app = builder.Build();\napp.UseGatewayCors();\napp.MapGet(\"/\", () => 1);\napp.Run();" },
        { "everything behind", Builder + "var app = builder.Build();\napp.UseGatewayCors();\napp.UseHttpsRedirection();\napp.UseStaticFiles();\napp.UseAuthentication();\napp.UseAuthorization();\napp.UseOutputCache();\napp.UseResponseCaching();\napp.Run();" },
        { "own UseRouting", Builder + "var app = builder.Build();\napp.UseRouting();\napp.UseGatewayCors();\napp.UseAuthorization();\napp.MapControllers();\napp.Run();" },
        { "one chain", Builder + "var app = builder.Build();\napp.UseRouting().UseGatewayCors().UseAuthentication().UseAuthorization();\napp.Run();" },
        { "one chain with endpoints", Builder + "var app = builder.Build();\napp.UseRouting().UseGatewayCors().UseEndpoints(endpoints => endpoints.MapGet(\"/\", () => 1));\napp.Run();" },
        { "exception page", Builder + "var app = builder.Build();\nif (app.Environment.IsDevelopment())\n{\n    app.UseDeveloperExceptionPage();\n}\nelse\n{\n    app.UseExceptionHandler(\"/error\");\n    app.UseHsts();\n}\napp.UseGatewayCors();\napp.UseHttpsRedirection();\napp.Run();" },
        { "one of two", Builder + "var app = builder.Build();\nif (app.Environment.IsDevelopment())\n{\n    app.UseCors(cors => cors.AllowAnyOrigin());\n    app.UseAuthorization();\n}\nelse\n{\n    app.UseGatewayCors();\n}\napp.Run();" },
        { "opposite conditions", Builder + "var app = builder.Build();\nif (args.Length == 0) app.UseCors(cors => cors.AllowAnyOrigin());\nif (args.Length > 0) app.UseGatewayCors();\napp.Run();" },
        { "switch", Builder + "var app = builder.Build();\nswitch (args.Length)\n{\n    case 0:\n        app.UseAuthentication();\n        break;\n    default:\n        app.UseGatewayCors();\n        break;\n}\napp.Run();" },
        { "on a condition", Builder + "var app = builder.Build();\nif (builder.Configuration[\"Owner\"] == \"app\")\n    app.UseGatewayCors();\napp.UseAuthorization();\napp.Run();" },
        { "own pages in front", Builder + "var app = builder.Build();\napp.UseDefaultFiles();\napp.UseStaticFiles();\napp.UseGatewayCors();\napp.Run();" },
        { "forwarded headers and logging", Builder + "var app = builder.Build();\napp.UseForwardedHeaders();\napp.UseHttpLogging();\napp.UseGatewayCors();\napp.Run();" },
        { "own middleware in front", Builder + "var app = builder.Build();\napp.Use(async (context, next) => { context.Response.Headers[\"x-id\"] = \"1\"; await next(context); });\napp.UseGatewayCors();\napp.Run();" },
        { "branch by path", Builder + "var app = builder.Build();\napp.Map(\"/health\", health => { health.UseAuthentication(); health.Run(context => context.Response.WriteAsync(\"ok\")); });\napp.UseGatewayCors();\napp.Run();" },
        { "branches with CORS", Builder + "var app = builder.Build();\napp.UseAuthentication();\napp.UseWhen(context => context.Request.Path.StartsWithSegments(\"/api\"), api => api.UseGatewayCors());\napp.Run();" },
        { "branch with an order of its own", Builder + "var app = builder.Build();\napp.UseAuthorization();\napp.MapWhen(context => context.Request.Path.StartsWithSegments(\"/api\"), api =>\n{\n    api.UseRouting();\n    api.UseGatewayCors();\n    api.UseAuthorization();\n    api.UseEndpoints(endpoints => endpoints.MapControllers());\n});\napp.Run();" },
        { "identity server left out", Builder + "var app = builder.Build();\napp.UseWhen(context => !context.Request.Path.StartsWithSegments(\"/identity\"), branch => branch.UseGatewayCors());\napp.UseAuthentication();\napp.UseAuthorization();\napp.Run();" },
        { "bypass with UseCors behind", Builder + "var app = builder.Build();\napp.UseGatewayCors();\napp.UseCors();\napp.MapMethods(\"/feed\", [\"GET\", \"OPTIONS\"], () => 1).BypassGatewayCors();\napp.Run();" },
        { "batching in front of routing", Builder + "var app = builder.Build();\napp.UseGatewayCors();\napp.UseODataBatching();\napp.UseRouting();\napp.Run();\ninternal static class OData { public static IApplicationBuilder UseODataBatching(this IApplicationBuilder app) => app; }" },
        { "wrapped whole", Builder + "var app = builder.Build();\napp.UseShop();\napp.Run();\ninternal static class Shop { public static WebApplication UseShop(this WebApplication app) { app.UseGatewayCors(); app.UseAuthentication(); app.UseAuthorization(); return app; } }" },
        { "wrapped in parts", Builder + "var app = builder.Build();\napp.UseFirst().UseSecond();\napp.Run();\ninternal static class Parts { public static IApplicationBuilder UseFirst(this IApplicationBuilder app) => app.UseGatewayCors(); public static IApplicationBuilder UseSecond(this IApplicationBuilder app) => app.UseHttpsRedirection().UseAuthorization(); }" },
        { "wrapped with a type parameter", Builder + "var app = builder.Build();\napp.UseOwn();\napp.Run();\ninternal static class Own { public static T UseOwn<T>(this T app) where T : IApplicationBuilder { app.UseRouting(); app.UseGatewayCors(); app.UseAuthorization(); return app; } }" },
        { "local function", Builder + "var app = builder.Build();\nApi(app);\napp.UseAuthorization();\napp.Run();\nstatic void Api(IApplicationBuilder app) => app.UseGatewayCors();" },
        { "local function that comes later", Builder + "var app = builder.Build();\nvoid Secure() => app.UseAuthentication().UseAuthorization();\napp.UseGatewayCors();\nSecure();\napp.Run();" },
        { "two apps", Builder + "var admin = builder.Build();\nadmin.UseAuthentication();\nvar app = WebApplication.Create(args);\napp.UseGatewayCors();\napp.Run();" },
        { "a method of the same name", Builder + "var app = builder.Build();\nOther.UseAuthentication(app);\napp.UseGatewayCors();\napp.Run();\ninternal static class Other { public static void UseAuthentication(IApplicationBuilder app) => app.UseHsts(); }" },
        { "policies in code", "var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddGatewayCors(cors => cors.AddDefaultPolicy(policy => policy.AllowOrigins(\"https://shop.example.com\", \"http://localhost:*\")).AddPolicy(\"public\", policy => policy.AllowAnyOrigin()));\nbuilder.Services.AddAuthorizationBuilder().AddPolicy(\"admin\", policy => policy.RequireRole(\"admin\"));\nvar app = builder.Build();\napp.UseGatewayCors();\napp.MapGet(\"/\", () => 1).RequireGatewayCors(\"public\").RequireAuthorization(\"admin\");\napp.Run();" },
        { "names in constants", "var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddGatewayCors(cors => cors.AddPolicy(Names.Public, policy => policy.AllowAnyOrigin()));\nvar app = builder.Build();\napp.UseGatewayCors(Names.Public);\napp.Run();\ninternal static class Names { public const string Public = \"public\"; }" },
        { "names of tenants", "var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddGatewayCors(cors => { foreach (var tenant in builder.Configuration.GetSection(\"Tenants\").GetChildren()) { cors.AddPolicy(tenant.Key, policy => policy.AllowOrigins(tenant.Value!)); } });\nvar app = builder.Build();\napp.UseGatewayCors(\"acme\");\napp.Run();" },
        { "another section", "var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddGatewayCors(builder.Configuration.GetSection(\"Cors\"));\nvar app = builder.Build();\napp.UseGatewayCors(\"partners\");\napp.Run();" },
        { "controllers", Builder + "builder.Services.AddControllers();\nvar app = builder.Build();\napp.UseGatewayCors();\napp.UseAuthorization();\napp.MapControllers();\napp.Run();\n[ApiController, Route(\"orders\"), GatewayCors(\"public\")]\npublic sealed class OrdersController : ControllerBase { [HttpGet, DisableGatewayCors] public int Get() => 1; }" },
        { "groups", Builder + "var app = builder.Build();\napp.UseGatewayCors();\nvar api = app.MapGroup(\"/api\").RequireGatewayCors(\"public\");\napi.MapGet(\"/a\", () => 1).DisableGatewayCors();\napp.Run();" },
        { "built in a method", "internal static class Program { private static void Main(string[] args) { using var app = Build(args); app.Run(); } private static WebApplication Build(string[] args) { var builder = WebApplication.CreateBuilder(args); builder.Services.AddGatewayCors(); var app = builder.Build(); app.UseGatewayCors(); app.UseAuthentication(); return app; } }" },
        { "Startup", "public class Startup { public void ConfigureServices(IServiceCollection services) => services.AddGatewayCors(); public void Configure(IApplicationBuilder app, IWebHostEnvironment env) { if (env.IsDevelopment()) { app.UseDeveloperExceptionPage(); } app.UseRouting(); app.UseGatewayCors(); app.UseHttpsRedirection(); app.UseAuthorization(); app.UseEndpoints(endpoints => endpoints.MapControllers()); } }" },
        { "Startup in Lambda's style", "public class Startup(IConfiguration configuration) { public void ConfigureServices(IServiceCollection services) => services.AddGatewayCors(configuration.GetSection(\"GatewayCors\")); public void Configure(IApplicationBuilder app) => app.UseRouting().UseGatewayCors().UseAuthorization().UseEndpoints(endpoints => endpoints.MapControllers()); }" },
        { "startup filter", "public sealed class First : IStartupFilter { public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app => { app.UseGatewayCors(); next(app); }; }" },
        { "fields", "public sealed class Host { private readonly WebApplication _app = WebApplication.Create(); public void Start() { _app.UseGatewayCors(); _app.UseAuthentication(); } public void Admin() { _app.UseAuthentication(); } }" },
        { "without CorsKit in the pipeline", "var app = WebApplication.Create(args);\napp.UseAuthentication();\napp.UseCors(cors => cors.WithOrigins(\"https://Shop.example.com/\"));\napp.UseRouting();\napp.Run();" },
    };

    private const string Settings = """{ "GatewayCors": { "AllowOrigins": "https://shop.example.com", "Policies": { "public": { "AllowOrigins": "*" } } }, "Cors": { "Policies": { "partners": { "AllowOrigins": "*" } } } }""";

    [Theory]
    [MemberData(nameof(Apps))]
    public Task No_rule_says_a_word(string name, string code)
    {
        Assert.NotEmpty(name);
        return Source.ReportsAsync(code, Settings);
    }

    /// <summary>… and not because nothing is looked at.</summary>
    [Fact]
    public Task The_rules_were_at_work() => Source.ReportsAsync(
        Builder + "var app = builder.Build();\napp.UseAuthentication();\napp.{|CORS101:UseGatewayCors|}({|CORS104:\"elsewhere\"|});\napp.Run();", Settings);
}
